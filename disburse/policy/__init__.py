"""What the rules grant: a catalogue of policy documents, and a pure engine that turns facts into an explained sum."""
