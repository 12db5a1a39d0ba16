import { describe, expect, it } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { doubledSite } from '../../app/calls/on-doubles.ts'
import { answers } from '../../telephony/doubles/far/script.ts'
import { carillon, reading } from '../carillon.ts'

const stays = answers(millis(100), { hangUpAfter: seconds(30) })

describe('carillon desk', () => {
  it('is a whole shift in a terminal: a call, its card, and home', async () => {
    const site = await doubledSite([stays])
    const run = site.run('--exit-when-done')
    await run.said('No operator')
    const desk = reading(site.folder, 'desk', 'anna', '--lang', 'en', '--db', 'a.db')
    const type = (line: string) => void desk.child.stdin!.write(`${line}\n`)
    await desk.printed('Good day, anna. Your campaigns: Calls.')
    type('in')
    await desk.printed('You are reserved for Calls: the system is dialing for you.')
    await desk.printed('You are talking to: +442079460000')
    await desk.printed('Good day, Person 0.')
    type('hangup')
    await desk.printed(/The call is over\. Close the card by \d\d:\d\d:\d\d\./)
    type('close done')
    await desk.printed('How many: must be filled in to finish the contact.')
    type('set count 3')
    await desk.printed('Saved.')
    type('close done')
    await desk.printed('The card is closed.')
    await desk.printed('The engine ends. Goodbye.')
    expect(await desk.ended).toMatchObject({ code: 0, stderr: '' })
    await run.ended
    expect(await site.results()).toMatchObject([{ disposition: 'done', operator: 'anna' }])
  }, 40_000)

  it('speaks JSON with programs, and signs out when they have nothing more to say', async () => {
    const site = await doubledSite([])
    const run = site.run()
    await run.said('there is nobody to call')
    await run.said(/calls: 0\/0/)
    const desk = reading(site.folder, 'desk', 'anna', '--json', '--db', 'a.db')
    desk.child.stdin!.write('{"kind":"signIn"}\nnonsense\n')
    await desk.printed('{"notice":{"kind":"state","state":"free","why":null}}')
    desk.child.stdin!.end()
    const { code, stdout } = await desk.ended
    expect(code).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines[0]).toMatchObject({ desk: { operator: 'anna', state: 'signedOut' } })
    expect(lines).toContainEqual({ refused: 'An action is one line of JSON.' })
    expect(lines.at(-1)).toMatchObject({ notice: { state: 'signedOut' } })
  }, 40_000)

  it('is told in a line where there is none to sit at', async () => {
    const site = await doubledSite([stays])
    const none = await carillon(site.folder, 'desk', 'anna', '--db', 'none.db')
    expect(none.code).toBe(3)
    expect(none.stderr).toBe(
      'No engine runs on none.db, so there is no desk to sit at. Start one with "carillon run CAMPAIGN", or name its database with --db.\n',
    )
    const run = site.run()
    await run.said('No operator')
    const stranger = await carillon(site.folder, 'desk', 'eve', '--db', 'a.db')
    expect(stranger).toMatchObject({
      code: 1,
      stdout: 'There is no operator "eve" here. There are: anna, bilal, chloe.\n',
    })
  }, 40_000)
})
