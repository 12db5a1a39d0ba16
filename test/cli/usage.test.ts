import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { carillon, siteFolder } from './carillon.ts'

const RUN = ['run', 'campaigns/demo']
const CLOSE = ['cards', 'close', 'campaigns/demo', 'some', '--disposition', 'booked']

/** Each start of a command takes a second or two where many run at once on a slow machine. */
const PATIENCE = 120_000

describe.concurrent('a command that is called wrongly', { timeout: PATIENCE }, () => {
  it.each([
    [[], 'Usage: carillon'],
    [['dial'], "unknown command 'dial'"],
    [['run'], "missing required argument 'campaign'"],
    [[...RUN, '--fast'], "unknown option '--fast'"],
    [[...RUN, '--speed', '0'], 'Give a number from 0.01 to 10000, or "max"'],
    [[...RUN, '--speed', '-1'], 'Give a number from 0.01'],
    [[...RUN, '--speed', 'abc'], 'Give a number from 0.01'],
    [[...RUN, '--speed', 'NaN'], 'Give a number from 0.01'],
    [[...RUN, '--operators', 'x'], 'Give a whole number from 0 to 10000'],
    [[...RUN, '--operators', '-1'], 'Give a whole number'],
    [[...RUN, '--operators', '1e9'], 'Give a whole number'],
    [[...RUN, '--at', 'yesterday'], 'Give a moment with its zone'],
    [[...RUN, '--at', '2026-03-03T10:00'], 'Give a moment with its zone'],
    [[...RUN, '--at', '+275760-09-13T00:00:00Z'], 'Give a moment with its zone'],
    [[...RUN, '--at', '2026-02-30T09:00:00Z'], 'Give a moment with its zone'],
    [[...RUN, '--duration', '0s'], 'Give a number above 0 and its unit'],
    [[...RUN, '--duration', '5'], 'Give a number above 0 and its unit'],
    [[...RUN, '--duration', '999999h'], 'Give 8784h at most'],
    [[...RUN, '--duration', '5d'], 'Give a number above 0 and its unit'],
    [[...RUN, '--seed', '1.5'], 'Give a whole number'],
    [[...RUN, '--mode', 'fast'], 'Allowed choices are preview, progressive, power, predictive'],
    [['results', 'campaigns/demo', '--format', 'xml'], 'Allowed choices are csv, json'],
    [['simulate'], "missing required argument 'world'"],
    [[...CLOSE, '--answer', 'interest'], 'Give a field and its value, like bicycles=2.'],
  ])('%j ends with 2, says what is wrong on stderr and makes no file', async (args, words) => {
    const folder = siteFolder()
    const { code, stdout, stderr } = await carillon(folder, ...args)
    expect(stderr).toContain(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(readdirSync(folder)).toEqual(['campaigns'])
  })
})

describe.concurrent('--help', { timeout: PATIENCE }, () => {
  it.each([[[]], [['run']], [['check']], [['explain']], [['report']], [['results']], [['lists']]])(
    'of %j goes to stdout and ends with 0',
    async command => {
      const { code, stdout, stderr } = await carillon('.', ...command, '--help')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain(`Usage: carillon ${command.join(' ')}`.trim())
      expect(stdout).toContain('--help')
    },
  )
})
