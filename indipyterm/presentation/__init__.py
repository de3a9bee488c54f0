"""What a face says of the model: values, states, facts and faults as plain text and roles. Pure: no toolkit, no IO."""
