import { expect, test } from 'vitest'
import { VirtualTimeline } from '../../../../src/base/virtual-timeline.ts'
import { Ended } from '../../../../src/telephony/freeswitch/wire/ended.ts'
import { within } from '../../../../src/telephony/freeswitch/wire/within.ts'

const bounds = () => ({ timeline: new VirtualTimeline(0), limit: 100, ended: new Ended() })
const never = () => new Promise<string>(() => {})

test('A command that comes out is its value, and leaves no timer.', async () => {
  const given = bounds()
  expect(await within(given, async () => 'done')).toEqual({ ok: true, value: 'done' })
  expect(given.timeline.nextAt()).toBeUndefined()
})

test('A command that fails, by rejection or by throwing, is why.', async () => {
  const rejects = () => Promise.reject(new Error('no such channel'))
  const throws = () => {
    throw new Error('not connected')
  }
  const odd = () => Promise.reject('a string')
  expect(await within(bounds(), rejects)).toEqual({ ok: false, why: 'no such channel' })
  expect(await within(bounds(), throws)).toEqual({ ok: false, why: 'not connected' })
  expect(await within(bounds(), odd)).toEqual({ ok: false, why: 'a string' })
})

test('A command that never comes out is given up at its limit.', async () => {
  const given = bounds()
  const reply = within(given, never)
  given.timeline.step()
  expect(await reply).toEqual({ ok: false, why: 'no answer within 100 ms' })
})

test('A command about something that ends is given up then, and its timer taken back.', async () => {
  const given = bounds()
  const reply = within(given, never)
  given.ended.say()
  expect(await reply).toEqual({ ok: false, why: 'it is over' })
  expect(given.timeline.nextAt()).toBeUndefined()
})

test('A command about something that is over is not even begun.', async () => {
  const given = bounds()
  given.ended.say()
  let begun = false
  const reply = await within(given, async () => void (begun = true))
  expect([reply.ok, begun]).toEqual([false, false])
})

test('What comes too late is handed to whoever lets it go.', async () => {
  const given = bounds()
  const late: string[] = []
  const { promise, resolve } = Promise.withResolvers<string>()
  const reply = within({ ...given, late: value => late.push(value) }, () => promise)
  given.timeline.step()
  await reply
  resolve('an endpoint')
  for (let turn = 0; turn < 5; turn++) await promise
  expect(late).toEqual(['an endpoint'])
})

test('What has ended says so once, to whoever asks before or after.', () => {
  const ended = new Ended()
  const heard: string[] = []
  ended.onto(() => heard.push('before'))
  const forget = ended.onto(() => heard.push('forgotten'))
  forget()
  expect([ended.yes, ended.say(), ended.say(), ended.yes]).toEqual([false, true, false, true])
  ended.onto(() => heard.push('after'))
  expect(heard).toEqual(['before', 'after'])
})
