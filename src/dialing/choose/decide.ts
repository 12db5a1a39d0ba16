import { shareLines } from '../capacity/allocator.ts'
import type { AttemptRun, CampaignRun, Core, TrunkRun } from '../core.ts'
import { freeOf } from '../feed/observe.ts'
import { codeOf } from '../writing/ask-store.ts'
import { noteDecision } from '../writing/note-decision.ts'
import { allotOperators } from './allot-operators.ts'
import { serveDemanded, serveWaitingForLine } from './demanded.ts'
import { dropLines } from './drop-lines.ts'
import { launch } from './launch.ts'
import { ringPhones } from './ring-phones.ts'
import { roomFor, roomOn } from './room.ts'
import { showReservations } from './show-reservations.ts'
import { keepSupplied } from './supply.ts'
import { takeContact } from './take-contact.ts'

/**
 * Decides what to start now. Comes after every input: operators are given to campaigns, promises
 * are served, each campaign's policy says how many lines it wants, the trunks' lines are shared
 * out.
 */
export function decide(core: Core): void {
  allotOperators(core)
  if (canWrite(core)) {
    serveWaitingForLine(core)
    ringPhones(core)
    const wishes = new Map<CampaignRun, number>()
    for (const run of core.ranked) {
      if (run.state !== 'running') continue
      serveDemanded(core, run)
      run.wished = run.campaign.mode === 'preview' ? 0 : ask(core, run)
      if (run.wished > 0) wishes.set(run, run.wished)
    }
    if (wishes.size > 0) place(core, wishes)
    for (const run of wishes.keys()) run.wished = 0
    writeDown(core)
  }
  for (const run of core.campaigns.values()) keepSupplied(core, run)
  showReservations(core)
}

/** Nothing is placed that could not be written down. */
function canWrite({ journal, troubles, now }: Core): boolean {
  return !journal.full && !journal.failing && !troubles.rest(now)
}

/** How many lines the policy wants to start now; what it wants dropped is dropped. */
function ask(core: Core, run: CampaignRun): number {
  const decision = run.pacer.glance({
    free: freeOf(run),
    waiting: run.seeking.size,
    ringing: run.ringing,
    startable: Math.min(roomFor(core, run), run.buffer.length),
  })
  if (decision === null) return 0
  const lacksContacts = decision.launches > run.buffer.length && !run.supply.general.asking
  run.because = lacksContacts ? { ...decision.because, limitedBy: 'contacts' } : decision.because
  noteDecision(core, run)
  dropLines(core, run, decision.drops)
  // A line is wanted only for somebody who could be called on it: others may need it.
  return Math.min(decision.launches, run.buffer.length)
}

/** Lines go to the best priority first, and to each campaign on the trunks it prefers. */
function place(core: Core, wishes: Map<CampaignRun, number>): void {
  for (const group of byPriority([...wishes.keys()])) {
    const ranks = Math.max(...group.map(run => run.trunks.length))
    for (let rank = 0; rank < ranks; rank++) {
      for (const trunk of core.trunks.values()) {
        placeOn(
          core,
          trunk,
          group.filter(run => run.trunks[rank] === trunk),
          wishes,
        )
      }
    }
  }
}

function placeOn(
  core: Core,
  trunk: TrunkRun,
  runs: readonly CampaignRun[],
  wishes: Map<CampaignRun, number>,
): void {
  if (runs.length === 0) return
  const wanted = runs.map(run => ({
    id: run.id,
    weight: run.campaign.weight,
    held: run.live,
    wanted: wishes.get(run)!,
  }))
  const shares = shareLines(wanted, roomOn(core, trunk))
  for (const run of runs) {
    const started = start(core, run, trunk, shares.get(run.id)!)
    wishes.set(run, wishes.get(run)! - started)
  }
}

/** Campaigns, best priority first as they come in, gathered by it. */
function byPriority(runs: readonly CampaignRun[]): CampaignRun[][] {
  const groups: CampaignRun[][] = []
  for (const run of runs) {
    const last = groups.at(-1)
    if (last?.[0]?.campaign.priority === run.campaign.priority) last.push(run)
    else groups.push([run])
  }
  return groups
}

function start(core: Core, run: CampaignRun, trunk: TrunkRun, lines: number): number {
  for (let started = 0; started < lines; started++) {
    // In mode progressive each line has its operator; elsewhere the reservation is the campaign's.
    const operator = run.campaign.mode === 'progressive' ? run.unbound.first() : null
    if (operator === undefined) return started
    const contact = takeContact(core, run)
    if (contact === undefined) return started
    launch(core, run, { contact, operator, demanded: false, trunk })
  }
  return lines
}

/**
 * Hands what was decided to the store in one go: each attempt is on disk before its call is placed.
 */
function writeDown(core: Core): void {
  if (core.beginning.length === 0) return
  const runs: AttemptRun[] = core.beginning
  core.beginning = []
  core.pending.more()
  core.store.beginAttempts(runs.map(run => run.start)).then(
    results => {
      core.pending.less()
      core.enqueue({ from: 'store', reply: { kind: 'begun', results } })
    },
    (error: unknown) => {
      core.pending.less()
      const code = codeOf(error)
      const attempts = runs.map(run => run.id)
      core.enqueue({ from: 'store', reply: { kind: 'failed', what: 'begin', code, attempts } })
    },
  )
}
