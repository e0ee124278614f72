// Nothing of its own: its target makes the precompiled header of the tests (tests/testing.cmake).
