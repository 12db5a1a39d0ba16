import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { BUFFER_BYTES, FrameReader, frame } from './drachtio/frames.ts'
import { answers } from './far/script.ts'
import { apiResponse, CommandReader } from './freeswitch/esl/commands.ts'
import { writeHeaders } from './freeswitch/esl/events.ts'
import { OFFER, useRig } from './rig.ts'
import { formatSip, parseSip, type SipMessage } from './sip/message.ts'

const texts = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), {
  maxLength: 8,
})
const words = fc.stringMatching(/^[a-z][a-z0-9 ]{0,20}[a-z]$/)

/** Cuts bytes at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map(place => place % (bytes.length + 1)), bytes.length]
  at.sort((a, b) => a - b)
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end))
}

describe('the bytes of the two protocols', () => {
  const rig = useRig()

  it('any chunking of the control connection gives the same messages', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { maxLength: 20 }), (messages, places) => {
        const reader = new FrameReader()
        const bytes = Buffer.from(messages.map(frame).join(''), 'utf8')
        const read = cut(bytes, places).flatMap(chunk => reader.push(chunk) ?? ['garbage'])
        const sent = messages.map(text => Buffer.from(text, 'utf8').toString('utf8'))
        expect(read).toEqual(sent)
        expect(reader.partial).toBe(false)
      }),
    )
  })

  it('garbage is no message and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 60 }), bytes => {
        const read = new FrameReader().push(Buffer.from(bytes))
        const digits = /^\d{1,5}(#|$)/.test(Buffer.from(bytes).toString('latin1').slice(0, 6))
        if (!digits) expect(read).toBeNull()
      }),
    )
  })

  it('a message that does not fit makes the reader deaf', () => {
    const reader = new FrameReader()
    const fits = 'x'.repeat(BUFFER_BYTES)
    expect(reader.push(Buffer.from(frame(fits)))).toEqual([fits])
    expect(reader.push(Buffer.from(frame(`${fits}x`)))).toEqual([])
    expect(reader.push(Buffer.from(frame('ping')))).toEqual([])
  })

  it('any chunking of the event socket gives the same commands', () => {
    const commands = fc.array(fc.record({ line: words, value: words }), { maxLength: 8 })
    fc.assert(
      fc.property(commands, fc.array(fc.nat(), { maxLength: 20 }), (asked, places) => {
        const reader = new CommandReader()
        const text = asked.map(({ line, value }) => `${line}\nA-Header: ${value}\n\n`).join('')
        const read = cut(Buffer.from(text), places).flatMap(chunk => reader.push(chunk))
        expect(read).toEqual(
          asked.map(({ line, value }) => ({ line, headers: { 'A-Header': value } })),
        )
      }),
    )
  })

  it('a SIP message is read as it was written', () => {
    const names = fc.stringMatching(/^[A-Z][a-z-]{1,12}[a-z]$/)
    const values = fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/)
    const headers = fc.array(fc.tuple(names, values), { maxLength: 8 })
    fc.assert(
      fc.property(headers, fc.string({ unit: 'grapheme' }), (given, body) => {
        const known = given.filter(([name]) => name.toLowerCase() !== 'content-length')
        const sip: SipMessage = { start: 'INVITE sip:a@b SIP/2.0', headers: known, body }
        const read = parseSip(formatSip(sip))
        expect(read?.headers.slice(0, -1)).toEqual(known)
        expect(read?.body).toBe(body)
      }),
    )
  })

  it('what is no SIP is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(() => parseSip(text)).not.toThrow()
      }),
    )
    expect(parseSip('INVITE sip:a SIP/2.0\r\nno colon\r\n\r\n')).toBeNull()
  })

  it('lengths are counted in bytes', () => {
    expect(frame('ü')).toBe('2#ü')
    expect(apiResponse('ü')).toContain('Content-Length: 2\n')
    expect(writeHeaders({ A: 'ü: 1' })).toBe('A: %C3%BC%3A%201\n')
  })

  it('the packages understand both servers however their chunks are cut', async () => {
    const { world } = rig()
    world.drachtio.chunking = { cutBy: seededRandom(7) }
    world.freeswitch.chunking = { cutBy: seededRandom(8) }
    world.carrier.script(answers(0))
    const endpoint = await rig().endpoint(await rig().media(), OFFER)
    const placed = rig().call('12125550100')
    await world.settled()
    expect(placed.dialog?.connected).toBe(true)
    await rig().soon(endpoint.join('op-1', { profile: 'carillon' }))
    await rig().soon(endpoint.destroy())
    await rig().soon(placed.dialog!.destroy())
    expect(world.left()).toEqual({})
  })
})
