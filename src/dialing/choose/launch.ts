import { assert } from '../../base/assert.ts'
import type { Contact } from '../../campaign/contact.ts'
import { newAttempt, previewedAttempt } from '../attempt/attempt.ts'
import { layCard } from '../calls/card-flow.ts'

import { take } from '../capacity/trunk-gate.ts'
import type { AttemptRun, CampaignRun, Core, OperatorRun, TrunkRun } from '../core.ts'
import { bind } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { newAttemptRun } from './new-attempt-run.ts'

/** How a line is started. */
export interface Launch {
  readonly contact: Contact
  /** The operator promised to it, or null where the promise is the campaign's. */
  readonly operator: OperatorRun | null
  readonly demanded: boolean
  /** The trunk, or null for a preview, which needs none yet. */
  readonly trunk: TrunkRun | null
}

/** Starts an attempt: it is written down, and placed when it is on disk. */
export function launch(core: Core, campaign: CampaignRun, how: Launch): void {
  const { contact, operator, demanded } = how
  const verdict = campaign.rulebook.check(contact, core.wall)
  assert(verdict.kind === 'allowed', 'nobody is called outside the rules')
  const run = newAttemptRun(core, campaign, {
    contact,
    position: contact.position,
    trunk: how.trunk?.id ?? '',
    callerId: campaign.campaign.callerId,
    mode: campaign.campaign.mode,
    reservedFor: operator?.id ?? null,
    rules: verdict.rules,
    demanded,
    attempt: how.trunk === null ? previewedAttempt : newAttempt,
    incoming: null,
  })
  if (operator !== null) reserve(core, run, operator)
  if (how.trunk !== null) begin(core, run, how.trunk)
}

/** Gives the attempt a line and has it written down. */
export function begin(core: Core, run: AttemptRun, trunk: TrunkRun): void {
  trunk.gate = take(trunk.gate)
  run.trunk = trunk
  run.start = { ...run.start, trunk: trunk.id, begunAt: core.wall }
  if (!run.demanded) {
    run.paced = true
    run.campaign.ringing++
  }
  core.beginning.push(run)
}

function reserve(core: Core, run: AttemptRun, operator: OperatorRun): void {
  bind(core, operator, run)
  tellOperator(core, operator, { kind: 'reserved', campaign: run.campaign.id, attempt: run.id })
  core.desk.show(operator.id, { kind: 'reserved', campaign: run.campaign.id, attempt: run.id })
  const preview = run.attempt.state.name === 'preview'
  layCard(core, run, operator, preview ? 'preview' : 'dialing')
  if (!preview) return
  run.timer = core.timeline.after(run.campaign.campaign.previewLimit, () =>
    core.enqueue({ from: 'preview', attempt: run.id }),
  )
}
