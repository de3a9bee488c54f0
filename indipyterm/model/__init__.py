"""What the server has said so far, and what may be asked of it. Pure: it holds values, never a client."""
