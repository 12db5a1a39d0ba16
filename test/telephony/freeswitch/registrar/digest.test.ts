import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DigestAlgorithm,
  proves,
  readProof,
} from '../../../../src/telephony/freeswitch/registrar/digest.ts'
import { authorization } from './registering.ts'

/** The example of RFC 7616, section 3.9.1. */
const example = (algorithm: DigestAlgorithm, response: string): string =>
  `Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html",
 algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001,
 cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="${response}",
 opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`
const PROOFS = [
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
] as const

describe('a digest proof', () => {
  it.each(PROOFS)('is right for %s in the example of RFC 7616', (algorithm, response) => {
    const proof = readProof(example(algorithm, response))!
    expect(proves(proof, { password: 'Circle of Life' }, 'GET')).toBe(true)
    expect(proves(proof, { password: 'Circle of life' }, 'GET')).toBe(false)
    expect(proves(proof, { password: 'Circle of Life' }, 'REGISTER')).toBe(false)
  })

  it('is right where only the HA1 is kept', () => {
    const proof = readProof(example('MD5', PROOFS[0][1]))!
    const ha1 = '3d78807defe7de2157e2b0b6573a855f'
    expect(proves(proof, { ha1 }, 'GET')).toBe(true)
    expect(proves(proof, { ha1: 'f'.repeat(32) }, 'GET')).toBe(false)
  })

  it('may quote what it likes, and MD5 goes without saying', () => {
    const text = example('MD5', PROOFS[0][1])
    const proof = readProof(text.replace('algorithm=MD5,', '').replace('qop=auth', 'qop="auth"'))
    expect(proof?.algorithm).toBe('MD5')
    expect(readProof(authorization('n', { user: 'a\\"b' }))?.username).toBe('a"b')
  })

  it.each([
    ['another scheme', (text: string) => text.replace('Digest', 'Basic')],
    ['a name that comes twice', (text: string) => `${text}, nc=00000002`],
    ['no qop', (text: string) => text.replace('qop=auth,', '')],
    ['qop=auth-int', (text: string) => text.replace('qop=auth', 'qop=auth-int')],
    ['no user', (text: string) => text.replace('username', 'surname')],
    ['an algorithm we do not know', (text: string) => text.replace('=MD5', '=SHA-512-256')],
    ['a response of another length', (text: string) => text.replace('8ca523', '8ca5')],
    ['a response that is not hexadecimal', (text: string) => text.replace('8ca523', '8ca52z')],
    ['a count that is none', (text: string) => text.replace('00000001', '1')],
    ['an open quotation', (text: string) => `${text}, more="`],
  ])('is none with %s', (_, change) => {
    const text = example('MD5', PROOFS[0][1])
    expect(readProof(text)).not.toBeNull()
    expect(change(text)).not.toBe(text)
    expect(readProof(change(text))).toBeNull()
  })

  it('is read from any text without harm', () => {
    const piece = fc.constantFrom(
      '"',
      '\\',
      ',',
      '=',
      ' ',
      'Digest ',
      'nc',
      'qop=auth',
      '\r\n',
      'é',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 200 }), pieces => {
        readProof(`Digest ${pieces.join('')}`)
      }),
    )
  })
})
