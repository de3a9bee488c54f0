"""What is known of the devices of a server, and what may be sent to them. Pure: it holds values, never a client."""
