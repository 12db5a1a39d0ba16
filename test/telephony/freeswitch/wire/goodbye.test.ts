import Srf from 'drachtio-srf'
import { expect, test } from 'vitest'
import { newSrf } from '../../../../src/telephony/freeswitch/wire/foreign.ts'

/** A dialog of the library to which every BYE is refused. */
function overDialog(): { destroy(): Promise<unknown> } {
  newSrf()
  const { Dialog } = Srf as unknown as { Dialog: { prototype: object } }
  const refused = Object.assign(new Error('no dialog'), { code: 'ENODIALOG' })
  const request = (_what: unknown, done: (error: Error) => void): void => done(refused)
  const srf = { removeDialog: () => {} }
  const parts: [string, object][] = [
    ['agent', { request }],
    ['srf', srf],
    ['req', { method: 'INVITE' }],
    ['res', {}],
  ]
  const properties = parts.map(([key, value]) => [key, { value }])
  return Object.create(Dialog.prototype, Object.fromEntries(properties))
}

test('A refused goodbye that nobody waits for ends no process', async () => {
  const unheard: unknown[] = []
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', reason => void unheard.push(reason))
  try {
    void overDialog().destroy()
    await new Promise(resolve => setImmediate(resolve))
    expect(unheard).toEqual([])
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const one of others) process.on('unhandledRejection', one)
  }
})

test('Whoever waits for it is told', async () => {
  await expect(overDialog().destroy()).rejects.toMatchObject({ code: 'ENODIALOG' })
})
