import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { carillon, siteFolder } from '../carillon.ts'

/** The demo with a mistake of each kind. */
function mistaken(): string {
  const folder = siteFolder()
  const file = join(folder, 'campaigns/demo/campaign.yaml')
  const wrong = readFileSync(file, 'utf8')
    .replace('mode: progressive', 'mode: agressive')
    .replace('ring: { limit: 20s }', 'ring: { limit: 20 moons }')
    .replace('trunks: [city]', 'trunks: [village]')
    .replace('phones: [phone, mobile, work]', 'phones: [telephone]')
  writeFileSync(file, `${wrong}colour: red\n`)
  return folder
}

it('check says that a sound campaign is sound', async () => {
  const ran = await carillon(siteFolder(), 'check', 'campaigns/demo', 'campaigns/reminders')
  expect(ran).toEqual({
    code: 0,
    stdout:
      'campaigns/demo: campaign "demo" is sound.\n' +
      'campaigns/reminders: campaign "reminders" is sound.\n',
    stderr: '',
  })
})

it('check warns of a list without contacts, which is no mistake', async () => {
  const folder = siteFolder()
  const list = join(folder, 'campaigns/demo/contacts.csv')
  writeFileSync(list, readFileSync(list, 'utf8').split('\n')[0]!)
  const ran = await carillon(folder, 'check', 'campaigns/demo')
  const says = 'contacts.csv has a header and no contacts: until it has, nobody is called.'
  const stdout = `campaigns/demo: campaign "demo" is sound.\n  ${says}\n`
  expect(ran).toEqual({ code: 0, stdout, stderr: '' })
  const json = await carillon(folder, 'check', 'campaigns/demo', '--json')
  const warnings = [`campaigns/demo: ${says}`]
  expect(JSON.parse(json.stdout)).toEqual({ problems: [], warnings })
}, 20_000)

it('check says of contacts that are no text just that, whatever stands in them', async () => {
  const folder = siteFolder()
  const list = join(folder, 'campaigns/demo/contacts.csv')
  writeFileSync(list, Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * n) % 251)))
  const { code, stdout } = await carillon(folder, 'check', 'campaigns/demo')
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /^\S+campaign\.yaml:10:9: contacts\.file: campaigns\/demo\/contacts\.csv is no text: .*\n$/,
  )
  const utf16 = '\ufeffmember,telephone\nM1,+442079460101\n'
  writeFileSync(list, Buffer.from(utf16, 'utf16le'))
  const other = await carillon(folder, 'check', 'campaigns/demo')
  expect(other.stdout).toContain('does not have. Allowed: member, telephone.')
}, 20_000)

it('check and run name the campaigns of the folder that was named instead', async () => {
  const folder = siteFolder()
  for (const command of ['check', 'run']) {
    const { code, stdout, stderr } = await carillon(folder, command, 'campaigns')
    expect(code).toBe(1)
    expect(stdout + stderr).toBe(
      'campaigns/campaign.yaml:1:1: There is no such file, but there are campaigns in this ' +
        'folder: campaigns/demo, campaigns/reminders.\n',
    )
  }
}, 20_000)

it('check says everything that is wrong at once, with file, line, column and what is allowed', async () => {
  const { code, stdout } = await carillon(mistaken(), 'check', 'campaigns/demo')
  expect(code).toBe(1)
  const lines = stdout.trimEnd().split('\n')
  for (const line of lines) expect(line).toMatch(/^campaigns\/demo\/campaign\.yaml:\d+:\d+: /)
  expect(lines).toHaveLength(5)
  expect(stdout).toContain('mode: is "agressive".')
  expect(stdout).toContain('Allowed: preview, progressive, power, predictive.')
  expect(stdout).toContain('ring.limit: is "20 moons".')
  expect(stdout).toContain('"village"')
  expect(stdout).toContain('names the column "telephone", which contacts.csv does not have.')
  expect(stdout).toContain('There is no key "colour" here.')
})

it('check prints the same as JSON, and run refuses the folder with the same words', async () => {
  const folder = mistaken()
  const checked = await carillon(folder, 'check', 'campaigns/demo', '--json')
  const { problems } = JSON.parse(checked.stdout) as { problems: Record<string, unknown>[] }
  expect(problems).toHaveLength(5)
  expect(problems[0]).toEqual({
    file: 'campaigns/demo/campaign.yaml',
    line: 4,
    column: 7,
    problem: expect.stringContaining('mode: is "agressive".'),
  })
  const ran = await carillon(folder, 'run', 'campaigns/demo')
  expect(ran.code).toBe(1)
  expect(ran.stderr.trimEnd().split('\n')).toEqual(
    problems.map(({ file, line, column, problem }) => `${file}:${line}:${column}: ${problem}`),
  )
})
