import { never } from '../../base/assert.ts'
import type { Begun } from '../../store/records.ts'
import { cardStored } from '../calls/close-card.ts'
import { onLeased, zonesOf } from '../choose/supply.ts'
import type { Core } from '../core.ts'
import type { StoreInput } from '../inbox.ts'
import { STORE_PAUSE } from '../limits.ts'

/** What the store answered. */
export function onStore(core: Core, reply: StoreInput): void {
  if (reply.kind !== 'failed') recovered(core)
  switch (reply.kind) {
    case 'leased': {
      const run = core.campaigns.get(reply.campaign)
      if (run !== undefined) onLeased(core, run, reply)
      return
    }
    case 'begun':
      for (const result of reply.results) onBegun(core, result)
      return
    case 'cardStored':
      return cardStored(core, reply.attempt, reply.disposition)
    case 'funnel': {
      const run = core.campaigns.get(reply.campaign)
      if (run === undefined) return
      run.funnelAsked = false
      run.funnel = reply.funnel
      run.zones = zonesOf(run.zones, [
        ...Object.keys(reply.funnel.ready),
        ...Object.keys(reply.funnel.waiting),
      ])
      return
    }
    case 'recovered':
      return
    case 'failed':
      return onFailed(core, reply)
    default:
      return never(reply)
  }
}

function onBegun(core: Core, result: Begun): void {
  const run = core.attempts.get(result.attempt)
  if (run === undefined) return
  if (result.kind === 'refused') {
    run.refused = result.rule
    return core.dispatch(run, { kind: 'refused' })
  }
  // The gates are asked once more: time has passed on the way to the disk and back, and an
  // operator who was promised may have gone.
  const promiseKept = run.start.reservedFor === null || run.bound !== null
  const allowed =
    promiseKept &&
    run.campaign.state === 'running' &&
    run.campaign.rulebook.check(run.contact, core.wall).kind === 'allowed'
  core.dispatch(run, { kind: 'begun', allowed })
}

/** Says once that the store does not answer, and lets nothing be placed for a while. */
function onFailed(core: Core, reply: Extract<StoreInput, { kind: 'failed' }>): void {
  const { what, code } = reply
  if (core.storeTrouble === null)
    core.events.next({ at: core.wall, kind: 'store.failed', what, code })
  core.storeTrouble = { code, until: core.now + STORE_PAUSE }
  for (const id of reply.attempts ?? []) {
    const run = core.attempts.get(id)
    if (run !== undefined) core.dispatch(run, { kind: 'refused' })
  }
  const run = reply.campaign === undefined ? undefined : core.campaigns.get(reply.campaign)
  if (run === undefined) return
  run.funnelAsked = false
  if (reply.which === undefined) return
  run.supply[reply.which].asking = false
  run.supply[reply.which].notBefore = core.now + STORE_PAUSE
}

function recovered(core: Core): void {
  if (core.storeTrouble === null || core.journal.failing) return
  core.storeTrouble = null
  core.events.next({ at: core.wall, kind: 'store.recovered' })
}
