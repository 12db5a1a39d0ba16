/** Where a campaign's contacts come from and how their columns are read. */
export interface ContactsSource {
  /** Path of the CSV, relative to the campaign's folder. */
  readonly file: string
  /** Columns that hold phone numbers, in the order in which they are called; at least one. */
  readonly phones: readonly string[]
  /** Country (ISO 3166-1 alpha-2) of numbers written without a country code. */
  readonly country: string
  /** Column with an IANA zone, or null: then the campaign's zone. */
  readonly zone: string | null
  /** Column with a priority 1–9, or null: then 5. */
  readonly priority: string | null
  /** Column that names the contact in the manager's own system, or null. */
  readonly key: string | null
}
