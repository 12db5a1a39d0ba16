import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Finding, skipped, verdict, well } from '../../../src/app/doctor/finding.ts'
import { judgeDeleted } from '../../../src/app/doctor/recordings.ts'
import { judgeAnswer } from '../../../src/app/doctor/rules/answer.ts'
import { firstWell, judgeAudio } from '../../../src/app/doctor/rules/audio.ts'
import {
  judgeOpenFiles,
  judgeRtpRange,
  judgeSessions,
} from '../../../src/app/doctor/rules/capacity.ts'
import { judgeClock } from '../../../src/app/doctor/rules/clock.ts'
import { judgeConference } from '../../../src/app/doctor/rules/conference.ts'
import { judgeConnectsBack } from '../../../src/app/doctor/rules/connects-back.ts'
import { judgeFreeSwitch } from '../../../src/app/doctor/rules/freeswitch.ts'
import { judgeCodecs, judgeProfile } from '../../../src/app/doctor/rules/media-profile.ts'
import { judgeOffer } from '../../../src/app/doctor/rules/offer.ts'
import { hasTone, SAMPLES, SILENCE, TONE } from '../../../src/app/doctor/rules/tone.ts'
import { isAtLeast } from '../../../src/app/doctor/rules/version.ts'

const told = ({ state, text }: Finding): string => `${state}: ${text}`
const PROFILE =
  '  drachtio_mrf\tprofile\t   sip:mod_sofia@127.0.0.1:5080\tRUNNING (0)\n  inside\tprofile\tsip:x@192.0.2.1:5060\tRUNNING (0)\n'
const OFFER =
  'v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 30000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n'

describe('What the doctor makes of', () => {
  test('all findings: what is wrong comes before who is absent.', () => {
    const states = (...all: Finding['state'][]) =>
      verdict(all.map(state => ({ ...well('x', ''), state })))
    expect([states('well', 'absent', 'wrong'), states('absent', 'well')]).toEqual([
      'wrong',
      'absent',
    ])
    expect(verdict([well('a', ''), skipped('b', '')])).toBe('well')
  })

  test('a version.', () => {
    expect(
      ['v0.9.10', '0.8.26', '1.10.11-release', '1.8', 'none'].map(one => isAtLeast(one, [0, 9])),
    ).toEqual([true, false, true, true, true])
    expect(isAtLeast('1.8.7', [1, 10])).toBe(false)
  })

  test('a SIP profile that is there, is not, does not run, or has another user.', () => {
    expect(judgeProfile('drachtio_mrf', PROFILE).state).toBe('well')
    expect(told(judgeProfile('other', PROFILE))).toMatch(/^wrong: .*It has drachtio_mrf, inside\.$/)
    expect(told(judgeProfile('drachtio_mrf', PROFILE.replace('RUNNING', 'DOWN')))).toMatch(
      /^wrong: .*does not run/,
    )
    expect(told(judgeProfile('inside', PROFILE))).toMatch(/^wrong: .*not at mod_sofia@<IPv4>/)
    const counted = `${PROFILE}${'='.repeat(97)}\n2 profiles 0 aliases\n1 profile 0 aliases\n`
    expect(told(judgeProfile('x', counted))).toMatch(/It has drachtio_mrf, inside\.$/)
    expect(told(judgeProfile('x', ''))).toMatch(/none at all/)
  })

  test('a recording that was made: it must be found, and may be deleted.', () => {
    const judge = (failure: string | null) =>
      told(judgeDeleted('recordings of a', '/rec/doctor-1/silence.wav', failure))
    expect(judge(null)).toMatch(/^well: FreeSWITCH writes to \/rec;/)
    expect(judge('ENOENT')).toMatch(/^wrong: .*which Carillon does not find/)
    expect(judge('EACCES')).toMatch(/^wrong: Carillon may not delete .* below \/rec \(EACCES\)/)
  })

  test('codecs: G.711 both ways.', () => {
    const status = (into: string, out: string) => `CODECS IN  \t${into}\nCODECS OUT \t${out}\n`
    expect(judgeCodecs(status('OPUS,PCMU', 'PCMA@20i')).state).toBe('well')
    expect(told(judgeCodecs(status('PCMU', 'OPUS,G722')))).toMatch(
      /^wrong: .*calls out: OPUS, G722/,
    )
    expect(judgeCodecs('').state).toBe('wrong')
  })

  test('a conference profile: no key controls it.', () => {
    const own = readFileSync('deploy/freeswitch/conference.conf.xml', 'utf8')
    expect(judgeConference('carillon', own).state).toBe('well')
    expect(told(judgeConference('other', own))).toMatch(/^wrong: .*It has carillon\.$/)
    const stock = own.replace('value="none"', 'value="default"')
    expect(told(judgeConference('carillon', stock))).toMatch(/^wrong: .*caller-controls default: #/)
    const group =
      '<caller-controls><group name="ours"><control action="mute" digits="0"/></group></caller-controls>'
    const named = stock
      .replace('value="default"', 'value="ours"')
      .replace('<caller-controls/>', group)
    expect(told(judgeConference('carillon', named))).toMatch(/^wrong: .*ours: 0\)/)
    const silent = own.replace(/<param name="caller-controls"[^>]*>/, '')
    expect(judgeConference('carillon', silent).state).toBe('wrong')
    expect(judgeConference('carillon', `<!--${own.replace(/<!--.*?-->/s, '')}-->`).state).toBe(
      'wrong',
    )
    expect(judgeConference('carillon', "can't find anything\n").state).toBe('wrong')
  })

  test('room for all calls: sessions, ports, files.', () => {
    const need = { channels: 100, perSecond: 5 }
    const status = '0 session(s) per Sec out of max 30, peak 0\n1000 session(s) max\n'
    expect(judgeSessions(status, need).state).toBe('well')
    expect(judgeSessions(status, { ...need, channels: 1001 }).state).toBe('wrong')
    expect(judgeSessions(status, { ...need, perSecond: 31 }).state).toBe('wrong')
    const range = (from: number, to: number) =>
      `<param name="rtp-start-port" value="${from}"></param><param name="rtp-end-port" value="${to}"/>`
    expect(judgeRtpRange(range(30000, 30199), need).state).toBe('well')
    expect(judgeRtpRange(range(30000, 30198), need).state).toBe('wrong')
    expect(judgeRtpRange('', need).text).not.toContain('any program')
    expect(judgeRtpRange(range(40000, 41999), need).text).toContain('any program')
    expect(told(judgeRtpRange('', need))).toMatch(/^well: 16384 to 32768/)
    expect(judgeOpenFiles('We', 1100, need).state).toBe('well')
    expect(judgeOpenFiles('We', 1024, need).state).toBe('wrong')
    expect(judgeOpenFiles('We', null, need).state).toBe('well')
  })

  test('a clock: within a second, besides what the question took.', () => {
    expect(judgeClock(1500, 1000, 2000).state).toBe('well')
    expect(judgeClock(2900, 1000, 2000).state).toBe('well')
    expect(told(judgeClock(8000, 1000, 2000))).toMatch(/^wrong: .*6\.0 s ahead of ours/)
    expect(told(judgeClock(-2000, 1000, 2000))).toMatch(/^wrong: .*3\.0 s behind ours/)
    expect(judgeClock(Number.NaN, 1000, 2000).state).toBe('well')
  })

  test('an offer: one line of plain RTP, where the carrier can send to.', () => {
    expect(judgeOffer(OFFER, ['127.0.0.1:5090']).state).toBe('well')
    const secure = OFFER.replace('m=', 'm=audio 30000 RTP/SAVP 0\r\nm=')
    expect(told(judgeOffer(secure, []))).toMatch(/^wrong: .*RTP\/SAVP and RTP\/AVP/)
    expect(judgeOffer(OFFER.replace('RTP/AVP', 'RTP/SAVP'), []).state).toBe('wrong')
    expect(judgeOffer(OFFER.replace('0 8 101', '96 101'), []).state).toBe('wrong')
    expect(told(judgeOffer(OFFER, ['sip.carrier.example']))).toMatch(/audio to 127\.0\.0\.1/)
    expect(told(judgeOffer(OFFER.replace(/a=.*\r\n/, ''), []))).toMatch(/Keys .* are missing/)
  })

  test('an answer to OPTIONS, and none.', () => {
    const asked = { who: 'trunk city', place: 'sip.carrier.example', transport: 'udp' }
    const status = (code: number) =>
      judgeAnswer(asked, { kind: 'answered', status: code, took: 12, unanswerable: false }).state
    expect([200, 404, 405, 403, 503].map(status)).toEqual([
      'well',
      'well',
      'well',
      'well',
      'absent',
    ])
    const fault = (one: 'silent' | 'closed' | 'unresolved' | 'noTransport') =>
      judgeAnswer(asked, { kind: 'nothing', fault: one }).state
    expect((['silent', 'closed', 'unresolved', 'noTransport'] as const).map(fault)).toEqual([
      'absent',
      'absent',
      'wrong',
      'wrong',
    ])
  })

  test('a call that FreeSWITCH refuses, and one it does not connect back for.', () => {
    const judge = (why: string) => told(judgeConnectsBack({ ok: false, why }, '192.0.2.2', 0))
    const refused = judgeConnectsBack({ ok: false, why: 'response: 403' }, '192.0.2.2', 0)
    expect(told(refused)).toMatch(/^wrong: .*refuses our calls \(403\)/)
    expect(refused.hint).toMatch(/apply-inbound-acl.*dialplan/)
    expect(judge('no answer within 5000 ms')).toMatch(/^wrong: .*did not connect back/)
  })

  test('tones: heard both ways, in time, all of them.', () => {
    const heard = (...delays: number[]) => ({ sent: 2, delays })
    expect(judgeAudio(heard(40, 50), heard(60, 70), '').state).toBe('well')
    expect(told(judgeAudio(heard(), heard(60, 70), ''))).toMatch(/^wrong: .*callee to operator/)
    expect(told(judgeAudio(heard(1, 2), heard(), ''))).toMatch(/^wrong: .*operator to callee/)
    expect(told(judgeAudio(heard(40), heard(60, 70), ''))).toMatch(/^wrong: .*only 1 of 2/)
    expect(judgeAudio(heard(40, 50), heard(60, 401), '').state).toBe('wrong')
  })

  test('a secret that FreeSWITCH does not take: where it stands, with deploy/ and without.', () => {
    const server = { host: '127.0.0.1', port: 8021, secretFrom: 'OURS' }
    const refused = { ok: true, value: { kind: 'refused', why: 'secret' } } as const
    const { hint } = judgeFreeSwitch(refused, server, 0)
    expect(hint).toMatch(/OURS here.*event_socket\.conf\.xml.*CARILLON_FREESWITCH_SECRET/)
  })

  test('tones that come late at first are listened to again, three times at most.', async () => {
    const measured = async (...slowest: number[]) => {
      let tries = 0
      const heard = (delay: number) => ({ sent: 1, delays: [delay] })
      const found = await firstWell(async () =>
        judgeAudio(heard(50), heard(slowest[tries++] ?? 50), ''),
      )
      return [found.state, tries]
    }
    expect(await measured(50)).toEqual(['well', 1])
    expect(await measured(900, 700, 60)).toEqual(['well', 3])
    expect(await measured(900, 700, 600, 50)).toEqual(['wrong', 3])
  })

  test('a packet: its tone, and not silence, noise or another tone.', () => {
    // The two loudest codes by turns: 4 kHz.
    const other = Buffer.from(
      Array.from({ length: SAMPLES }, (_, i) => (i % 2 === 0 ? 0x80 : 0x00)),
    )
    expect([TONE, SILENCE, other, Buffer.alloc(0)].map(hasTone)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
