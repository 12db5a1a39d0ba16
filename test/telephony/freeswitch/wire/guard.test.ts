import { EventEmitter } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { BrokenRule } from '../../../../src/base/assert.ts'
import type { ForeignSrf } from '../../../../src/telephony/freeswitch/wire/foreign.ts'
import { guard } from '../../../../src/telephony/freeswitch/wire/guard.ts'

const OK =
  'id|sip|network|0|udp|192.0.2.1|5060|0|txn|dialog|\r\nSIP/2.0 200 OK\r\nFrom: a\r\nTo: b\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n'

let wire: EventEmitter & { send(socket: unknown, text: string): string }
let heard: string[]
let sent: string[]
let hear: (text: string) => void

beforeEach(() => {
  heard = []
  sent = []
  hear = text => void heard.push(text)
  wire = Object.assign(new EventEmitter(), {
    send: (_socket: unknown, text: string) => `${sent.push(text)}`,
  })
  wire.on('msg', (_socket, text: string) => hear(text))
  guard({ app: { client: { wp: wire } } } as unknown as ForeignSrf, {
    trusted: new Set(),
    isPhone: () => false,
  })
})

test('What the server says itself, and SIP that can be read, is handed on once.', () => {
  const pong = 'id|response|other|OK|pong'
  for (const text of [OK, pong]) wire.emit('msg', null, text)
  expect(heard).toEqual([OK, pong])
})

test('What the library throws at a message is the end of that message; our own mistakes are told.', () => {
  hear = () => {
    throw new TypeError('of undefined')
  }
  expect(() => wire.emit('msg', null, OK)).not.toThrow()
  hear = () => {
    throw new BrokenRule('a rule of ours')
  }
  expect(() => wire.emit('msg', null, OK)).toThrow(BrokenRule)
})

test('What would block the connection for ever is not sent.', () => {
  wire.send(null, 'é'.repeat(5_700))
  wire.send(null, 'é'.repeat(5_800))
  expect(sent).toEqual(['é'.repeat(5_700)])
})
