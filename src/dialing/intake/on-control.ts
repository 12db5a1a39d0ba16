import { never } from '../../base/assert.ts'
import { cardsInHand } from '../calls/card-flow.ts'
import { closeCard } from '../calls/close-card.ts'
import { handCard } from '../calls/hand-card.ts'
import { askFunnel, giveBack } from '../choose/supply.ts'
import type { CampaignRun, Core } from '../core.ts'
import type { ControlInput } from '../inbox.ts'
import { writeForSure } from '../writing/ask-store.ts'
import { takeBreak } from './on-desk.ts'

/** What somebody in charge asks for. */
export function onControl(core: Core, command: ControlInput): void {
  switch (command.kind) {
    case 'start': {
      const run = core.campaigns.get(command.campaign)
      if (run === undefined) return
      keepStop(core, run, false)
      // Who ended the engine was promised that it places no more calls: the next one dials.
      if (core.ending || run.state === 'running') return
      run.state = 'running'
      core.events.next({ at: core.wall, kind: 'campaign.started', campaign: run.id })
      return askFunnel(core, run)
    }
    case 'stop': {
      const run = core.campaigns.get(command.campaign)
      if (run === undefined) return
      keepStop(core, run, true)
      return stop(core, run)
    }
    case 'windDown':
      core.ending = true
      for (const run of core.campaigns.values()) stop(core, run)
      return
    case 'stopNow':
      for (const run of core.campaigns.values()) stop(core, run)
      for (const run of [...core.attempts.values()]) core.dispatch(run, { kind: 'takenBack' })
      return
    case 'breakFor': {
      const run = core.operators.get(command.operator)
      return run === undefined ? undefined : takeBreak(core, run, command.reason, 'supervisor')
    }
    case 'supervise':
      return core.telephony.supervise(command.supervisor, command.operator, command.way)
    case 'stopSupervising':
      return core.telephony.stopSupervising(command.supervisor)
    case 'handCard':
      return handCard(core, command.attempt, command.to)
    case 'closeCard':
      return closeCard(core, command)
    default:
      return never(command)
  }
}

/** Remembers in the store whether somebody wants the campaign stopped. */
function keepStop(core: Core, run: CampaignRun, stopped: boolean): void {
  if (run.stopKept === stopped) return
  run.stopKept = stopped
  const at = core.wall
  writeForSure(core, {
    what: 'stopCampaign',
    // A try that comes late says what is wanted by then.
    write: () => core.store.setStopped(run.id, run.stopKept, at),
    done: () => core.enqueue({ from: 'store', reply: { kind: 'recovered', what: 'stopCampaign' } }),
  })
}

/**
 * Nothing is placed from this instant on: contacts at hand go back, previews end, and attempts on
 * their way to the disk come back as not placed. Calls in flight end by themselves.
 */
function stop(core: Core, run: CampaignRun): void {
  if (run.state !== 'running') return
  run.state = 'stopping'
  giveBack(core, [...run.buffer, ...run.demanded])
  run.buffer = []
  run.demanded = []
  for (const attempt of [...core.attempts.values()]) {
    if (attempt.campaign !== run) continue
    if (attempt.attempt.state.name === 'preview') core.dispatch(attempt, { kind: 'takenBack' })
    else if (core.wantLine.has(attempt)) core.dispatch(attempt, { kind: 'refused' })
  }
}

/** A stopping campaign is stopped when its last call is over and nobody has a card in hand. */
export function settleStopped(core: Core, run: CampaignRun): void {
  if (run.state !== 'stopping' || run.live > 0 || cardsInHand(core, run) > 0) return
  run.state = 'stopped'
  core.events.next({ at: core.wall, kind: 'campaign.stopped', campaign: run.id })
}
