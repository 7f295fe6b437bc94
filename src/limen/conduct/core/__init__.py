"""The record: models (a noun per file), services (an event per file), the trail that binds them."""
