import type { OperatorId, SupervisorId } from '../../base/id.ts'
import type { SupervisionEvent, SupervisionWay } from '../../telephony/supervision.ts'
import type { Core } from '../core.ts'

/** A supervisor has come to an operator, or has left. It is written down, and told as is ruled. */
export function onSupervision(core: Core, event: SupervisionEvent): void {
  const { supervisor, operator } = event
  const before = core.supervised.get(supervisor)
  if (event.kind === 'supervising') {
    if (before !== undefined && before !== operator) show(core, before, supervisor, null)
    core.supervised.set(supervisor, operator)
    note(core, event, event.way, null)
    return show(core, operator, supervisor, event.way)
  }
  core.supervised.delete(supervisor)
  note(core, event, null, event.why)
  // Of one who never came there is nothing to tell.
  if (before !== undefined) show(core, before, supervisor, null)
}

function note(
  core: Core,
  { supervisor, operator }: SupervisionEvent,
  way: SupervisionWay | null,
  why: Extract<SupervisionEvent, { kind: 'supervisionEnded' }>['why'] | null,
): void {
  const data = { supervisor, operator, way, why }
  core.journal.push({ kind: 'note', at: core.wall, name: 'operator.supervised', data })
  core.events.next({ at: core.wall, kind: 'operator.supervised', ...data })
}

function show(
  core: Core,
  operator: OperatorId,
  supervisor: SupervisorId,
  way: SupervisionWay | null,
): void {
  const { tellOperators, supervisors } = core.supervision
  if (!tellOperators) return
  const by = supervisors.find(({ id }) => id === supervisor)?.name ?? supervisor
  core.desk.show(operator, { kind: 'supervised', by, way })
}
