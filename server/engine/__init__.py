"""What runs queries: processes that can be stopped, behind one interface."""
