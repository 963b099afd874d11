"""What the rules grant: a catalogue of policy documents, and a pure engine from facts to an explained sum."""
