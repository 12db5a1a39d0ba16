import { never } from '../../base/assert.ts'
import type { Core } from '../core.ts'
import type { Input } from '../inbox.ts'
import { onIncoming } from '../incoming/on-incoming.ts'
import { outsideTimeUp } from '../outside/call-outside.ts'
import { onTelephony } from './on-call.ts'
import { onClock } from './on-clock.ts'
import { onControl } from './on-control.ts'
import { onDesk, onPreviewLimit, onWrapUpLimit } from './on-desk.ts'
import { onStore } from './on-store.ts'

/** Brings one input to the part of the engine it is for. */
export function handle(core: Core, input: Input): void {
  switch (input.from) {
    case 'telephony':
      return onTelephony(core, input.event)
    case 'incoming':
      return onIncoming(core, input)
    case 'trunk': {
      const trunk = core.trunks.get(input.capacity.trunk)
      if (trunk === undefined) return
      trunk.gate = { ...trunk.gate, lines: Math.min(trunk.lines, input.capacity.lines) }
      return
    }
    case 'desk':
      return onDesk(core, input.action)
    case 'store':
      return onStore(core, input.reply)
    case 'control':
      return onControl(core, input.command)
    case 'timer': {
      const run = core.attempts.get(input.attempt)
      if (run !== undefined) core.dispatch(run, { kind: 'timeUp', timer: input.timer })
      const outside = core.outsides.get(input.attempt)
      if (outside !== undefined) outsideTimeUp(core, outside)
      return
    }
    case 'wrapUp':
      return onWrapUpLimit(core, input.operator, input.attempt)
    case 'preview':
      return onPreviewLimit(core, input.attempt)
    case 'clock':
      return onClock(core)
    default:
      return never(input)
  }
}
