"""Tests at three depths: pure functions, features over real servers, journeys in a real browser."""
