import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../../src/base/duration.ts'
import { authorization, message, newRegistrar, nonceOf, PASSWORD, register } from './registering.ts'

const PHONE = 'sip:anna@192.0.2.7:5062'
const WRONG = { password: 'guessed' }

describe('a registrar', () => {
  it('asks for a proof, and knows the phone when it came', () => {
    const { registrar } = newRegistrar()
    const asked = registrar.answer(message())
    expect(asked?.status).toBe(401)
    expect(asked?.headers['WWW-Authenticate']).toMatch(
      /^Digest realm="carillon", nonce="[\w-]+", algorithm=SHA-256, qop="auth"$/,
    )
    expect(registrar.phoneOf('anna')).toBeNull()
    expect(register(registrar)).toEqual({
      status: 200,
      headers: { Contact: `<${PHONE}>;expires=100`, Expires: '100' },
    })
    expect(registrar.phoneOf('anna')).toEqual({ uri: PHONE })
    expect(registrar.phoneOf('ben')).toBeNull()
  })

  it('forgets the phone when its time is over', () => {
    const { registrar, timeline } = newRegistrar()
    register(registrar)
    timeline.advanceTo(seconds(100) - 1)
    expect(registrar.phoneOf('anna')).toEqual({ uri: PHONE })
    timeline.advanceTo(seconds(100))
    expect(registrar.phoneOf('anna')).toBeNull()
  })

  it('takes what is kept in place of a password, and MD5, where it is told so', () => {
    const ha1 = createHash('md5').update(`anna:carillon:anna${PASSWORD}`).digest('hex')
    const { registrar } = newRegistrar({ algorithm: 'MD5' })
    expect(register(registrar, {}, { algorithm: 'MD5' })?.status).toBe(200)
    expect(register(registrar, {}, { algorithm: 'SHA-256' })?.status).toBe(401)
    const kept = newRegistrar({
      algorithm: 'MD5',
      accountOf: () => ({ operator: 'anna', secret: { ha1 } }),
    })
    expect(register(kept.registrar, {}, { algorithm: 'MD5' })?.status).toBe(200)
    expect(register(kept.registrar, {}, { algorithm: 'MD5', ...WRONG })?.status).toBe(401)
  })

  it('answers a wrong user, a wrong password and an empty one alike', () => {
    const { registrar } = newRegistrar()
    const bare = (answer: ReturnType<typeof register>) =>
      JSON.stringify(answer).replace(/nonce=\\"[^"]+"/, '')
    const wrong = bare(register(registrar, {}, WRONG))
    expect(wrong).toContain('401')
    expect(wrong).not.toContain('stale')
    expect(bare(register(registrar, {}, { user: 'nobody' }))).toBe(wrong)
    const empty = newRegistrar({
      accountOf: () => ({ operator: 'anna', secret: { password: '' } }),
    })
    expect(bare(register(empty.registrar, {}, { password: '' }))).toBe(wrong)
  })

  it('asks again, without a doubt of the password, when the nonce is old, used or not ours', () => {
    const { registrar, timeline } = newRegistrar()
    const nonce = nonceOf(registrar.answer(message()))
    const ask = (of: string, count: number, cseq: number) => {
      const Authorization = authorization(of, { count })
      const headers = { Authorization, CSeq: `${cseq} REGISTER` }
      return registrar.answer(message({ headers }))
    }
    expect(ask(nonce, 1, 1)?.status).toBe(200)
    expect(ask(nonce, 2, 2)?.status).toBe(200)
    const replayed = ask(nonce, 2, 3)
    expect(replayed?.headers['WWW-Authenticate']).toContain('stale=true')
    expect(ask('made-up-nonce', 1, 3)?.headers['WWW-Authenticate']).toContain('stale=true')
    timeline.advanceTo(minutes(5))
    expect(ask(nonce, 3, 3)?.headers['WWW-Authenticate']).toContain('stale=true')
    // That of the refusal is good.
    expect(ask(nonceOf(ask(nonce, 4, 3)), 1, 3)?.status).toBe(200)
  })

  it('does not let one user register for another', () => {
    const { registrar } = newRegistrar()
    expect(register(registrar, {}, { user: 'ben' })).toEqual({ status: 403, headers: {} })
    expect([registrar.phoneOf('anna'), registrar.phoneOf('ben')]).toEqual([null, null])
  })

  it('refuses a proof for another URI, and one that cannot be read', () => {
    const { registrar } = newRegistrar()
    expect(register(registrar, {}, { uri: 'sip:127.0.0.2' })?.status).toBe(400)
    const headers = { Authorization: 'Digest what="ever"' }
    expect(registrar.answer(message({ headers }))?.status).toBe(400)
  })

  it('asks again who proves a password of somewhere else, and does not count it as a guess', () => {
    const { registrar } = newRegistrar()
    const nonce = nonceOf(registrar.answer(message()))
    const Authorization = authorization(nonce).replace('realm="carillon"', 'realm="elsewhere"')
    const elsewhere = message({ headers: { Authorization } })
    for (let i = 0; i < 9; i++) expect(registrar.answer(elsewhere)?.status).toBe(401)
    expect(register(registrar)?.status).toBe(200)
  })

  it('counts the proofs of a phone that it refuses, until that registers', () => {
    const { registrar } = newRegistrar()
    register(registrar, {}, WRONG)
    register(registrar, {}, { algorithm: 'MD5' })
    register(registrar, {}, { user: 'nobody' })
    expect([...registrar.refusals]).toEqual([['anna', 2]])
    register(registrar)
    expect([...registrar.refusals]).toEqual([])
  })

  it('answers a connection once, however often it is told of it', () => {
    const { registrar } = newRegistrar()
    let times = 0
    const onRegister = () => void (times += 1)
    const source = { where: '127.0.0.1:9022', onRegister, onPhone: () => {} }
    registrar.serve(source)
    registrar.serve(source)
    expect(times).toBe(1)
  })

  it('says how long a registration has to be', () => {
    const { registrar } = newRegistrar()
    expect(register(registrar, { headers: { Expires: '59' } })).toEqual({
      status: 423,
      headers: { 'Min-Expires': '60' },
    })
  })

  it('refuses what comes out of order, and takes the phone away when asked', () => {
    const { registrar } = newRegistrar()
    const headers = (cseq: number, Expires: string) => ({ CSeq: `${cseq} REGISTER`, Expires })
    register(registrar, { headers: headers(3, '100') })
    expect(register(registrar, { headers: headers(2, '0') })?.status).toBe(400)
    expect(registrar.phoneOf('anna')).not.toBeNull()
    const all = { ...headers(4, '0'), Contact: '*' }
    expect(register(registrar, { headers: all })).toEqual({ status: 200, headers: {} })
    expect(registrar.phoneOf('anna')).toBeNull()
  })

  it('with several phones calls the last', () => {
    const { registrar } = newRegistrar()
    register(registrar)
    const from = { address: '198.51.100.1', port: 40_000 }
    const headers = {
      To: '<sip:anna2@127.0.0.1>',
      'Call-ID': 'call-2',
      Contact: '<sip:b@10.0.0.2>',
    }
    register(registrar, { headers, from }, { user: 'anna2' })
    const proxy = 'sip:198.51.100.1:40000;transport=udp'
    expect(registrar.phoneOf('anna')).toEqual({ uri: 'sip:b@10.0.0.2', proxy })
  })
})

describe('a registrar under attack', () => {
  const guess = (registrar: ReturnType<typeof newRegistrar>['registrar'], times: number) =>
    Array.from({ length: times }, () => register(registrar, {}, WRONG)?.status)

  it('does not look at passwords of who guesses, and says for how long', () => {
    const { registrar, timeline } = newRegistrar()
    const nonce = nonceOf(registrar.answer(message()))
    expect(guess(registrar, 6)).toEqual([401, 401, 401, 401, 401, 503])
    expect(register(registrar)).toEqual({ status: 503, headers: { 'Retry-After': '1' } })
    const right = message({ headers: { Authorization: authorization(nonce) } })
    expect(registrar.answer(right)?.status).toBe(503)
    const from = { address: '192.0.2.9', port: 5062 }
    expect(register(registrar, { from })?.status).toBe(200)
    timeline.advanceTo(seconds(1))
    expect(register(registrar, { headers: { 'Call-ID': 'call-2' } })?.status).toBe(200)
  })

  it('gives less than thirty guesses in an hour', () => {
    const { registrar, timeline } = newRegistrar()
    let guesses = 0
    for (let second = 0; second < 3600; second++) {
      timeline.advanceTo(seconds(second))
      if (guess(registrar, 1)[0] === 401) guesses += 1
    }
    expect(guesses).toBeLessThan(30)
  })

  it('hears a phone that is registered, whatever its neighbours do', () => {
    const { registrar } = newRegistrar()
    const nonce = nonceOf(registrar.answer(message()))
    const refresh = (count: number) =>
      registrar.answer(
        message({
          headers: {
            Authorization: authorization(nonce, { count }),
            CSeq: `${count} REGISTER`,
          },
        }),
      )?.status
    expect(refresh(1)).toBe(200)
    const from = { address: '192.0.2.7', port: 6000 }
    for (let i = 0; i < 9; i++) register(registrar, { from }, WRONG)
    expect(register(registrar, { from })?.status).toBe(503)
    expect(refresh(2)).toBe(200)
  })

  it('lets nobody who is registered guess passwords of others from there', () => {
    const { registrar } = newRegistrar()
    const from = { address: '192.0.2.8', port: 5070 }
    const To = '<sip:ben@127.0.0.1>'
    expect(register(registrar, { from, headers: { To } }, { user: 'ben' })?.status).toBe(200)
    const nonce = nonceOf(registrar.answer(message({ from })))
    const tries = Array.from({ length: 9 }, (_, i) => {
      const Authorization = authorization(nonce, { ...WRONG, count: i + 1 })
      return registrar.answer(message({ from, headers: { To, Authorization } }))?.status
    })
    expect(tries).toContain(503)
    expect(tries.at(-1)).toBe(503)
  })

  it('does not slow an address because of who only pretends to be there', () => {
    const { registrar } = newRegistrar()
    const Authorization = authorization('never-issued', WRONG)
    for (let i = 0; i < 50; i++) registrar.answer(message({ headers: { Authorization } }))
    expect(register(registrar)?.status).toBe(200)
  })

  it('answers nothing where the answer would be too long for the server', () => {
    const { registrar } = newRegistrar()
    expect(registrar.answer(message({ headers: { From: 'x'.repeat(12_000) } }))).toBeNull()
    expect(registrar.answer(message({ headers: { Contact: 'x'.repeat(12_000) } }))?.status).toBe(
      400,
    )
  })

  it('never says a word of a stranger again, and no line of theirs', () => {
    const { registrar } = newRegistrar()
    const name = fc.constantFrom('From', 'To', 'Contact', 'Authorization', 'Expires', 'CSeq')
    const text = fc.oneof(fc.string(), fc.constantFrom('a\r\nEvil: yes', 'Digest username="x"'))
    fc.assert(
      fc.property(fc.dictionary(name, text), headers => {
        const answer = registrar.answer(message({ headers }))
        expect([400, 401]).toContain(answer?.status)
        for (const value of Object.values(answer?.headers ?? {}))
          expect(value).toMatch(/^Digest realm="carillon", nonce="[\w-]+", [ -~]+$/)
      }),
    )
  })
})
