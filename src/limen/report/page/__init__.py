"""What a page is made of: elements, sections, tables."""
