import { type Duration, seconds } from '../../../base/duration.ts'
import { type Behaviour, type Chance, scriptChange } from './behaviour.ts'

/**
 * The callee hangs up and we never hear of it. The call seems to be up: it can still be joined, and
 * ending it ourselves ends it in the ordinary way. Left alone it comes out as `lost` when the
 * session timer runs out; 90 s is the shortest that RFC 4028, section 4, allows.
 */
export function lostBye(chance: Chance, noticedAfter: Duration = seconds(90)): Behaviour {
  return scriptChange('lost bye', chance, script => ({ ...script, byeLostFor: noticedAfter }))
}
