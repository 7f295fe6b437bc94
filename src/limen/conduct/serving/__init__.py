"""The server's processes: web and worker, together or apart, and what watches over them."""
