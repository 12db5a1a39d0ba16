import { seconds } from '../../../../src/base/duration.ts'
import {
  branchOf,
  header,
  methodOf,
  response,
  type SipMessage,
  statusOf,
  tagOf,
  uriWithin,
} from '../sip/message.ts'
import { type Core, envelope, NO_RESPONSE, ownHeaders, sendByeUnasked } from './core.ts'
import type { Application, Dialog, ServerTransaction } from './state.ts'
import { arrived, arrivedNew, refused, sentResponse } from './tell.ts'

/** How long the server waits for what an application says to a request. */
const FORGOTTEN = seconds(64)

/** Requests from the network to applications, and what these respond. */
export class Incoming {
  private readonly core: Core

  constructor(core: Core) {
    this.core = core
  }

  receive(sip: SipMessage, from: string): void {
    const method = methodOf(sip)
    const tags = [tagOf(header(sip, 'To')), tagOf(header(sip, 'From'))]
    const dialog = this.core.state.dialogOf(header(sip, 'Call-ID'), tags)
    if (method === 'CANCEL') this.cancelled(sip, from)
    else if (method === 'ACK') this.acknowledged(sip, from, dialog)
    else if (dialog !== undefined) this.within(sip, from, dialog)
    else if (tags[0] !== '') this.answer(sip, from, 481, 'Call/Transaction Does Not Exist')
    else this.begin(sip, from)
  }

  /** The application responds to a request that it was handed. */
  respond(owner: Application, id: string, transaction: string, asked: SipMessage): void {
    const { core } = this
    const found = core.state.servers.get(transaction)
    if (found === undefined)
      return owner.tell(refused(id, 'Response not sent due to unknown transaction'))
    const status = statusOf(asked)
    const invite = methodOf(found.request) === 'INVITE'
    const contact = [['Contact', `<sip:${core.address}>`] as const]
    const own = ownHeaders(asked).filter(([name]) => name !== 'Content-Type')
    const registered = asked.headers.filter(([name]) => name.toLowerCase() === 'contact')
    const reply = response(found.request, status, asked.start.slice(12), {
      tag: found.tag,
      headers: [...(invite ? contact : registered), ...own],
      body: asked.body,
    })
    const begun = invite && status < 300 ? this.beginDialog(found, reply) : found.dialogId
    const dialogId = core.state.dialogs.has(begun) ? begun : ''
    if (status >= 200) core.state.servers.delete(transaction)
    core.network.moment(() => {
      const about = envelope(core, found.from, transaction, dialogId)
      owner.tell(sentResponse(id, reply, invite ? about : { ...about, protocol: '' }))
      core.network.send(core.address, found.from, reply)
      if (invite && status >= 200 && status < 300) this.awaitAck(dialogId)
    })
  }

  private begin(sip: SipMessage, from: string): void {
    const { core } = this
    const verb = methodOf(sip).toLowerCase()
    const invite = verb === 'invite'
    if (invite) core.network.send(core.address, from, response(sip, 100, 'Trying'))
    const owner = core.applications().find(one => one.open && one.routes.has(verb))
    if (owner === undefined) return this.answer(sip, from, 503, 'Service Unavailable')
    const dialogId = invite
      ? `${header(sip, 'Call-ID')};from-tag=${tagOf(header(sip, 'From'))}`
      : ''
    const transaction = this.accept(sip, from, owner, dialogId)
    owner.tell(arrivedNew(sip, envelope(core, from, transaction.id), core.address))
  }

  private within(sip: SipMessage, from: string, dialog: Dialog): void {
    const { core } = this
    if (methodOf(sip) === 'BYE') core.state.removeDialog(dialog.id)
    const contact = header(sip, 'Contact')
    if (methodOf(sip) === 'INVITE' && contact !== '') dialog.target = uriWithin(contact)
    if (!dialog.owner.open) {
      core.state.removeDialog(dialog.id)
      return this.answer(sip, from, 481, 'Call/Transaction Does Not Exist')
    }
    const transaction = this.accept(sip, from, dialog.owner, dialog.id)
    dialog.owner.tell(arrived(sip, envelope(core, from, transaction.id, dialog.id)))
  }

  private accept(
    sip: SipMessage,
    from: string,
    owner: Application,
    dialogId: string,
  ): ServerTransaction {
    const { ids, state } = this.core
    const made = { id: ids.uuid(), request: sip, from, owner, dialogId, tag: ids.token() }
    state.servers.set(made.id, made)
    // Nobody is told: an application that says nothing means it.
    this.core.timeline.after(FORGOTTEN, () => state.servers.delete(made.id))
    return made
  }

  private cancelled(sip: SipMessage, from: string): void {
    const { core } = this
    const branch = branchOf(sip)
    const found = [...core.state.servers.values()].find(
      ({ request }) => methodOf(request) === 'INVITE' && branchOf(request) === branch,
    )
    if (found === undefined) return this.answer(sip, from, 481, 'Call/Transaction Does Not Exist')
    core.state.servers.delete(found.id)
    core.state.removeDialog(found.dialogId)
    this.answer(sip, from, 200, 'OK')
    this.answer(found.request, from, 487, 'Request Terminated')
    found.owner.tell(arrived(sip, envelope(core, from, found.id)))
  }

  private acknowledged(sip: SipMessage, from: string, dialog: Dialog | undefined): void {
    const { core } = this
    // The ACK of a refusal ends a transaction and is not told.
    if (dialog === undefined || !core.state.unacknowledged.has(dialog.id)) return
    core.state.unacknowledged.get(dialog.id)!()
    core.state.unacknowledged.delete(dialog.id)
    const about = envelope(core, from, core.ids.uuid(), dialog.id)
    dialog.owner.tell(arrived(sip, { ...about, protocol: '' }))
  }

  private awaitAck(dialogId: string): void {
    const { core } = this
    const stop = core.timeline.after(NO_RESPONSE, () => {
      const dialog = core.state.dialogs.get(dialogId)
      core.state.unacknowledged.delete(dialogId)
      if (dialog !== undefined) sendByeUnasked(core, dialog, 'SIP;cause=200;text="ACK timeout"')
    })
    core.state.unacknowledged.set(dialogId, stop)
  }

  private beginDialog({ request, owner, dialogId }: ServerTransaction, reply: SipMessage): string {
    const { state } = this.core
    if (!state.dialogs.has(dialogId))
      state.dialogs.set(dialogId, {
        id: dialogId,
        callId: header(request, 'Call-ID'),
        local: header(reply, 'To'),
        remote: header(request, 'From'),
        target: uriWithin(header(request, 'Contact')),
        sequence: 1,
        owner,
      })
    return dialogId
  }

  private answer(sip: SipMessage, from: string, status: number, reason: string): void {
    const { network, address, ids } = this.core
    network.send(address, from, response(sip, status, reason, { tag: ids.token() }))
  }
}
