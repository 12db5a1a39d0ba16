/**
 * The names things go by inside the engine. None of them is personal data: a contact's name and
 * numbers live in the store's address book and never travel with these ids.
 */

/** A campaign's name: the name of its folder, for example `demo`. */
export type CampaignId = string
/** An operator's name in the site file, for example `anna`. */
export type OperatorId = string
/** A supervisor, as the site file names them. */
export type SupervisorId = string
/** A trunk's name in the site file. */
export type TrunkId = string
/** An abandonment budget's name in the site file. */
export type BudgetId = string
/** One contact; a positive integer given by the store. */
export type ContactId = number
/** One telephone number, whoever holds it; a positive integer given by the store. */
export type NumberId = number
/** One attempt: a UUIDv7 (RFC 9562, section 5.7), so that ids sort by the time they were made. */
export type AttemptId = string
