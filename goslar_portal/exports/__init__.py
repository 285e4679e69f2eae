"""Lists of the back office as a file: CSV or XLSX, without formulas, each one written down (G-088).

An admin class says which columns there are and who may take them along:

    class OfferAdmin(Exportable, VerbAdmin[Offer]):
        export_roles = STAFF
        export_person_roles = {LEAD}
        export_columns = [Column("reference", _("Nummer")), Column("landlord", _("Name"), is_personal=True)]
"""
