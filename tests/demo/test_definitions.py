from indipyterm.demo import definitions
from indipyterm.protocol.messages import DefMember, DefNumber, Kind, Perm, Rule, State


def test_a_number_is_formatted_exactly() -> None:
    member = definitions.number("RA", "RA", 0.1 + 0.2, "%010.6m", 0, 24, 1e-6)
    assert member == DefNumber("RA", "RA", "0.30000000000000004", "%010.6m", "0", "24", "1e-06")


def test_vectors_are_plain_values_without_a_device() -> None:
    vector = definitions.switch_vector(
        "S", "Label", "Group", definitions.switch("A", "Alpha", on=True), rule=Rule.AT_MOST_ONE
    )
    assert (vector.kind, vector.device, vector.rule, vector.perm) == (Kind.SWITCH, "", Rule.AT_MOST_ONE, Perm.RW)
    assert vector.members == (DefMember("A", "Alpha", "On"),)
    assert definitions.light_vector("L", "L", "G", definitions.light("A", "A", State.ALERT)).members[0].value == "Alert"
    assert definitions.blob_vector("B", "B", "G", definitions.blob("F", "File")).perm is Perm.RO
    assert definitions.text_vector("T", "T", "G", definitions.text("A", "A", "x")).kind is Kind.TEXT
    assert definitions.button("ABORT", "Abort", "G", "ABORT", "Abort").rule is Rule.AT_MOST_ONE


def test_driver_info_names_the_interface() -> None:
    assert [member.value for member in definitions.driver_info("N", "exec", 22).members] == ["N", "exec", "1.0", "22"]
