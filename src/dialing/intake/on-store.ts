import { never } from '../../base/assert.ts'
import type { Begun } from '../../store/records.ts'
import { cardStored } from '../calls/close-card.ts'
import { onLeased, zonesOf } from '../choose/supply.ts'
import type { Core } from '../core.ts'
import type { StoreInput } from '../inbox.ts'
import { STORE_PAUSE } from '../limits.ts'
import { outsideBegun, outsideOver } from '../outside/call-outside.ts'

/** What the store answered. */
export function onStore(core: Core, reply: StoreInput): void {
  switch (reply.kind) {
    case 'leased': {
      core.troubles.worked('lease')
      const run = core.campaigns.get(reply.campaign)
      if (run !== undefined) onLeased(core, run, reply)
      return
    }
    case 'begun':
      core.troubles.worked('begin')
      for (const result of reply.results) onBegun(core, result)
      return
    case 'outsideBegun':
      core.troubles.worked('begin')
      return outsideBegun(core, reply.outside, reply.result)
    case 'outsideFailed': {
      core.troubles.refused('begin', reply.code, core.now)
      const run = core.outsides.get(reply.outside)
      return run === undefined ? undefined : outsideOver(core, run, 'failed')
    }
    case 'cardStored':
      core.troubles.worked('closeCard')
      return cardStored(core, reply.attempt, reply.disposition)
    case 'funnel': {
      core.troubles.worked('read')
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
      return core.troubles.worked(reply.what)
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
  if (run.incoming !== null) return core.dispatch(run, { kind: 'begun', allowed: !core.ending })
  const allowed =
    promiseKept &&
    run.campaign.state === 'running' &&
    !core.stopped.has(run.start.number) &&
    run.campaign.rulebook.check(run.contact, core.wall).kind === 'allowed'
  core.dispatch(run, { kind: 'begun', allowed })
}

/** Whoever waited for the store waits no longer, and it is left alone for a while. */
function onFailed(core: Core, reply: Extract<StoreInput, { kind: 'failed' }>): void {
  core.troubles.refused(reply.what, reply.code, core.now)
  for (const id of reply.attempts ?? []) {
    const run = core.attempts.get(id)
    if (run !== undefined) core.dispatch(run, { kind: 'refused' })
  }
  const run = reply.campaign === undefined ? undefined : core.campaigns.get(reply.campaign)
  if (run === undefined) return
  if (reply.what === 'read') run.funnelAsked = false
  if (reply.which === undefined) return
  run.supply[reply.which].asking = false
  run.supply[reply.which].notBefore = core.now + STORE_PAUSE
}
