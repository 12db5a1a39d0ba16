import type { CampaignRun, Core, OperatorRun } from '../core.ts'
import { PHONE_GRACE, PHONE_GUARD, PHONE_RING } from '../limits.ts'
import { bringUp } from '../operators/bring-up.ts'
import { isConnected, vanish } from '../operators/lose-leg.ts'
import { hangUpPhone, ring, setPhone } from '../operators/phone.ts'
import { isIdle, isReachable } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { useFor } from './allot-operators.ts'
import { promisedTo } from './demanded.ts'
import { trunkWithRoom } from './room.ts'

/**
 * Rings the phones of operators for whom there is work: each campaign has as many rung as it has
 * people to call, lines to call them on, or people waiting; those who are free longest first.
 *
 * Nobody is called for an operator whose phone has not answered, in any mode. So in preview and
 * progressive a reservation begins with the phone, and the card and the line follow when it is up;
 * whoever does not answer is passed over, and the next phone rings. To power and predictive an
 * operator is free from the moment their leg is up: a policy that reckoned with phones that may
 * answer would spend the abandonment budget on its own operators, and one that waited for all to
 * ring would dial in bursts. All phones that are wanted are rung at once, stay up from call to call
 * while there is work, and cost a second at the beginning of it.
 */
export function ringPhones(core: Core): void {
  if (core.asleep.size === 0) return
  for (const run of core.ranked) {
    if (run.state !== 'running') continue
    ringPromised(core, run)
    const wanted = useFor(core, run) + run.seeking.size - rungFor(core, run)
    for (const operator of sleepers(core, run).slice(0, Math.max(0, wanted)))
      summon(core, operator, run)
  }
}

/** Those who were promised a callback are rung for it, and nobody else. */
function ringPromised(core: Core, run: CampaignRun): void {
  for (const contact of run.demanded) {
    const promised = promisedTo(core, contact)
    const operator = promised === null ? undefined : core.operators.get(promised)
    if (operator === undefined || !mayBeRung(core, operator, run)) continue
    if (run.campaign.mode === 'preview' || trunkWithRoom(core, run) !== undefined)
      summon(core, operator, run)
  }
}

/**
 * Once a second: a leg for the shift that has dropped is called again, and so is the phone of
 * whoever comes to work and could not be called; one `callback` without work for its grace is let
 * go, and a phone of which nothing is heard any more has not answered.
 */
export function lookAtPhones(core: Core): void {
  const connected = isConnected(core)
  for (const run of core.operators.values()) {
    if (run.rung !== null && core.now - run.rung.since > PHONE_RING + PHONE_GUARD) giveUp(core, run)
    if (run.leg === 'callback' && isSpare(core, run)) hangUpPhone(core, run)
    if (!connected || core.now < run.ringAfter) continue
    if (run.coming !== null && run.phone === 'lost') bringUp(core, run, run.coming)
    else if (run.leg === 'held' && isMissed(run)) ring(core, run, null)
  }
}

/** Whether a phone is in our call for nothing. */
function isSpare(core: Core, run: OperatorRun): boolean {
  const { restsSince, allotted } = run
  if (restsSince === null || core.now - restsSince < PHONE_GRACE || !isReachable(run)) return false
  return allotted === null || useFor(core, allotted) < 0
}

/**
 * Whether somebody is at work, or writes, whose leg has dropped. Who has put their phone down is
 * let write in peace.
 */
function isMissed(run: OperatorRun): boolean {
  if (run.rung !== null || !run.hasPhone) return false
  const { phone } = run
  const isBack = phone === 'lost' || phone === 'registered'
  if (isIdle(run)) return isBack || phone === 'hungUp'
  return run.operator.state.name === 'wrapUp' && isBack
}

function giveUp(core: Core, run: OperatorRun): void {
  hangUpPhone(core, run)
  setPhone(core, run, 'noAnswer')
  vanish(core, run)
}

function summon(core: Core, operator: OperatorRun, run: CampaignRun): void {
  const reserved = { kind: 'reserved', campaign: run.id, attempt: null } as const
  tellOperator(core, operator, reserved)
  if (!isIdle(operator)) return
  core.desk.show(operator.id, reserved)
  ring(core, operator, run)
}

function sleepers(core: Core, run: CampaignRun): OperatorRun[] {
  return [...core.asleep]
    .filter(operator => mayBeRung(core, operator, run))
    .sort((a, b) => a.freeSince - b.freeSince)
}

function mayBeRung(core: Core, operator: OperatorRun, run: CampaignRun): boolean {
  const { rung, leg, campaigns, ringAfter, hasPhone } = operator
  if (!hasPhone || leg === 'held' || rung !== null || core.now < ringAfter) return false
  return core.asleep.has(operator) && campaigns.includes(run.id)
}

/** Operators who are about to be there for the campaign. */
function rungFor(core: Core, run: CampaignRun): number {
  let count = 0
  for (const { rung, campaigns } of core.asleep)
    if (rung?.campaign === run || (rung?.campaign === null && campaigns.includes(run.id))) count++
  return count
}
