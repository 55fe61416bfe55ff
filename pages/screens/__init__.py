"""One module a screen: what it asks of the App, and where it puts the answers."""
