import { beforeEach, describe, expect, test } from 'vitest'
import { WaryRegistrar } from '../../../../src/app/calls/wary-registrar.ts'
import { minutes, seconds } from '../../../../src/base/duration.ts'
import type { VirtualTimeline } from '../../../../src/base/virtual-timeline.ts'
import {
  message,
  newRegistrar,
  register,
} from '../../../telephony/freeswitch/registrar/registering.ts'

let registrar: WaryRegistrar
let timeline: VirtualTimeline

beforeEach(() => {
  const made = newRegistrar()
  timeline = made.timeline
  registrar = new WaryRegistrar(made.settings, timeline)
})

const guess = (address = '192.0.2.7') =>
  register(registrar, { from: { address, port: 5062 } }, { password: 'wrong' })

describe('passwords that are guessed', () => {
  test('are told of when the tries are not listened to any more, with where they come from.', () => {
    for (let i = 0; i < 5; i++) guess()
    expect(registrar.guessing, 'people mistype').toBeNull()
    for (let i = 0; i < 3; i++) expect(guess()?.status).toBe(503)
    const what = 'Passwords of phones are guessed, and tries are not listened to: 3 so far'
    expect(registrar.guessing).toContain(`${what}, the last from 192.0.2.7. `)
  })

  test('are not told of any more when they have ceased, and counted anew.', () => {
    for (let i = 0; i < 8; i++) guess()
    timeline.advanceTo(minutes(5) + seconds(1))
    expect(registrar.guessing).toBeNull()
    for (let i = 0; i < 2; i++) guess()
    expect(registrar.guessing).toContain('listened to: 1 so far')
  })

  test('A phone that proves its password is heard as ever.', () => {
    expect(register(registrar)?.status).toBe(200)
    expect(registrar.answer(message())?.status).toBe(401)
    expect(registrar.guessing).toBeNull()
  })
})
