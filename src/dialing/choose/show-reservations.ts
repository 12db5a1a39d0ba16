import type { Core } from '../core.ts'
import { isIdle } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'

/**
 * Brings what operators see in line with what is: whoever is free while the campaign's lines ring
 * is reserved for the campaign, and whoever has nothing to wait for is free. Only operators for
 * whom something may have changed are looked at.
 */
export function showReservations(core: Core): void {
  for (const run of core.campaigns.values()) {
    const dialing = run.ringing > 0 && run.campaign.mode !== 'progressive'
    if (dialing === run.reservedShown) continue
    run.reservedShown = dialing
    for (const operator of run.unbound) core.toShow.add(operator)
  }
  if (core.toShow.size === 0) return
  for (const operator of core.toShow) {
    if (!isIdle(operator) || operator.bound !== null) continue
    const { state } = operator.operator
    const campaign = operator.allotted
    if (campaign?.reservedShown) {
      if (state.name === 'reserved' && state.attempt === null && state.campaign === campaign.id)
        continue
      tellOperator(core, operator, { kind: 'reserved', campaign: campaign.id, attempt: null })
      core.desk.show(operator.id, { kind: 'reserved', campaign: campaign.id, attempt: null })
    } else if (state.name === 'reserved') {
      tellOperator(core, operator, { kind: 'released' })
      core.desk.show(operator.id, { kind: 'released' })
    }
  }
  core.toShow.clear()
}
