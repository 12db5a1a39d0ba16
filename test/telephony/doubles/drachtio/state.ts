import type { Cancel } from '../../../../src/base/timeline.ts'
import type { SipMessage } from '../sip/message.ts'

/** The application's connection, as the SIP side of the double sees it. */
export interface Application {
  readonly open: boolean
  readonly routes: ReadonlySet<string>
  tell(message: string): void
}

/** A SIP dialog that the double keeps for an application. */
export interface Dialog {
  /** `<Call-ID>;from-tag=<tag of who invited>`. */
  readonly id: string
  readonly callId: string
  /** Our From or To header with its tag, and theirs. */
  readonly local: string
  readonly remote: string
  /** Where requests within the dialog go. */
  target: string
  sequence: number
  /** Our last ACK of an answer. */
  acknowledgement?: SipMessage
  readonly owner: Application
}

/** A request sent for an application that waits for its final response. */
export interface ClientTransaction {
  readonly id: string
  readonly branch: string
  readonly request: SipMessage
  readonly hop: string
  readonly owner: Application
  readonly dialogId: string
  stage: 'calling' | 'proceeding' | 'cancelHeld' | 'cancelled'
  /** The timer that makes a 408. */
  stopWaiting: Cancel
}

/** A request from the network that waits for the application's final response. */
export interface ServerTransaction {
  readonly id: string
  readonly request: SipMessage
  readonly from: string
  readonly owner: Application
  /** '' for a request that begins no dialog and is in none. */
  readonly dialogId: string
  readonly tag: string
}

/** Everything the double knows of calls. A restart forgets it. */
export class CallState {
  readonly dialogs = new Map<string, Dialog>()
  readonly clients = new Map<string, ClientTransaction>()
  readonly servers = new Map<string, ServerTransaction>()
  /** Answers of ours that wait for their ACK, by dialog. */
  readonly unacknowledged = new Map<string, Cancel>()
  /** 200s of theirs that wait for the application's ACK: what to do then. */
  readonly answered = new Map<string, { readonly request: SipMessage; readonly late: boolean }>()

  clear(): void {
    for (const { stopWaiting } of this.clients.values()) stopWaiting()
    for (const stop of this.unacknowledged.values()) stop()
    this.dialogs.clear()
    this.clients.clear()
    this.servers.clear()
    this.unacknowledged.clear()
    this.answered.clear()
  }

  /** @returns the dialog of a request or response from the network. */
  dialogOf(callId: string, tags: readonly string[]): Dialog | undefined {
    for (const tag of tags) {
      const dialog = this.dialogs.get(`${callId};from-tag=${tag}`)
      if (dialog !== undefined) return dialog
    }
    return undefined
  }

  removeDialog(id: string): void {
    this.dialogs.delete(id)
    this.answered.delete(id)
    this.unacknowledged.get(id)?.()
    this.unacknowledged.delete(id)
  }
}
