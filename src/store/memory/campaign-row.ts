import type { CampaignId, ContactId, NumberId } from '../../base/id.ts'
import type { Contact, FinishReason } from '../../campaign/contact.ts'
import type { Lane } from '../lease-order.ts'
import type { Funnel } from '../records.ts'
import { AttemptLog } from './attempt-log.ts'
import type { ContactRow } from './contact-row.ts'
import type { DueQueue } from './due-queue.ts'

/** A campaign as the memory store keeps it. */
export interface CampaignRow {
  readonly id: CampaignId
  title: string
  /** Whether somebody stopped it, and nobody has started it since. */
  stopped: boolean
  /** What pacing has learned of it, or null. */
  learned: string | null
  run: number
  readonly contacts: Map<ContactId, ContactRow>
  /** Whose first phone it is: by it a contact is known as a duplicate. */
  readonly firstPhones: Map<NumberId, ContactRow>
  readonly zones: Set<Contact['zone']>
  readonly imports: Set<string>
  /** Who stands in line, by lane and zone. */
  queues: Map<Lane, Map<Contact['zone'], DueQueue>>
  /** Attempts of the present run. */
  attempts: AttemptLog
  /** Contacts that are finished and forgotten. */
  readonly forgotten: Partial<Record<FinishReason, number>>
}

/** @returns a campaign without contacts. */
export function newCampaign(id: CampaignId, title: string): CampaignRow {
  return {
    id,
    title,
    stopped: false,
    learned: null,
    run: 0,
    contacts: new Map(),
    firstPhones: new Map(),
    zones: new Set(),
    imports: new Set(),
    queues: new Map(),
    attempts: new AttemptLog(),
    forgotten: {},
  }
}

/** Counts where the contacts of a campaign stand. */
export function funnelOf(campaign: CampaignRow | undefined, now: number): Funnel {
  const finished: Partial<Record<FinishReason, number>> = { ...campaign?.forgotten }
  const ready: Record<string, number> = {}
  const waiting: Record<string, number> = {}
  const sum = { total: 0, leased: 0, atOperator: 0, callbacks: 0 }
  let nextDueAt: number | null = null
  for (const count of Object.values(finished)) sum.total += count
  for (const row of campaign?.contacts.values() ?? []) {
    const { zone, demand } = row.contact
    sum.total++
    if (row.place === 'leased') sum.leased++
    else if (row.place === 'atOperator') sum.atOperator++
    else if (row.finished !== null) finished[row.finished] = (finished[row.finished] ?? 0) + 1
    else if (row.due <= now) ready[zone] = (ready[zone] ?? 0) + 1
    else {
      waiting[zone] = (waiting[zone] ?? 0) + 1
      if (demand?.why === 'callback') sum.callbacks++
      nextDueAt = Math.min(row.due, nextDueAt ?? row.due)
    }
  }
  return { ...sum, ready, waiting, finished, nextDueAt }
}
