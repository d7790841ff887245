"""The person on the phone: agents, seats, and which agent sits at which seat with which phone."""
