import { offer } from '../calls/match.ts'
import type { Core, OperatorRun } from '../core.ts'
import { allot } from './rows.ts'
import { tellOperator } from './tell-operator.ts'

/** An operator begins work, or is back from a break, and can be given a task. */
export function arrive(core: Core, run: OperatorRun, coming: 'signIn' | 'ready'): void {
  const [only] = run.campaigns
  if (coming === 'signIn' && run.campaigns.length === 1 && only !== undefined)
    allot(core, run, core.campaigns.get(only) ?? null)
  const event = { kind: coming === 'signIn' ? 'signedIn' : 'ready' } as const
  if (tellOperator(core, run, event)) offer(core, run)
}
