"""Start the assistant in the browser: `python app.py`."""

from assistant.cli import main

if __name__ == "__main__":
    main(["serve", "--samples"])
