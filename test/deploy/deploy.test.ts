import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { judgeRtpRange } from '../../src/app/doctor/rules/capacity.ts'
import { judgeConference } from '../../src/app/doctor/rules/conference.ts'
import { loadCampaign } from '../../src/app/load-campaign.ts'

interface Service {
  readonly image: string
  readonly network_mode: string
  readonly command: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes: readonly string[]
  readonly user?: string
  readonly depends_on?: readonly string[]
}

const text = readFileSync('compose.yaml', 'utf8')
const { services, volumes } = parse(text) as {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}
const example = readFileSync('deploy/env.example', 'utf8')
const read = (file: string): string => readFileSync(join('deploy', file), 'utf8')

/** What can be said of the deployment without Docker. */
describe('The deployment', () => {
  test('pins every image by a version.', () => {
    for (const [name, { image }] of Object.entries(services))
      if (name !== 'carillon')
        expect(image).toMatch(/:\d+\.\d+\.\d+(-\d+)?(@sha256:[0-9a-f]{64})?$/)
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
    const { version } = lock.packages['node_modules/node']
    expect(read('Dockerfile')).toContain(`FROM node:${version}-`)
  })

  test('has no default for anything, and an example that names all of it.', () => {
    const variables = [...text.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)]
    expect(variables.length).toBeGreaterThan(4)
    for (const [, name, rest] of variables) {
      expect(rest, name).toMatch(/^:\?.{5,}/)
      expect(example).toMatch(new RegExp(`^${name}=$`, 'm'))
    }
    for (const [, value] of example.matchAll(/^[A-Z_]+=(.*)$/gm)) expect(value).toBe('')
    for (const { environment = {} } of Object.values(services))
      for (const [name, value] of Object.entries(environment))
        if (name.endsWith('SECRET')) expect(value).toMatch(/^\$\{[A-Z_]+SECRET:\?/)
  })

  test('shows the control ports to this machine only, and takes no entry point that does not.', () => {
    expect(services.drachtio!.command).toContain('--address=127.0.0.1')
    expect(services.drachtio!.command.join(' ')).not.toMatch(/secret/i)
    expect(services.freeswitch!.entrypoint).toEqual(['freeswitch'])
    const freeswitch = read('freeswitch/freeswitch.xml')
    expect(freeswitch).toMatch(/name="listen-ip" value="127\.0\.0\.1"/)
    expect(freeswitch).toMatch(/name="sip-ip" value="127\.0\.0\.1"/)
    expect(freeswitch).toMatch(/name="password" value="\$\$\{event_socket_secret\}"/)
    expect(freeswitch).not.toMatch(/cmd="set" data="event_socket_secret/)
    expect(read('drachtio/drachtio.conf.xml')).not.toMatch(/secret="/)
  })

  test('lets drachtio call FreeSWITCH from the address that it was started with, and nobody else.', () => {
    const freeswitch = read('freeswitch/freeswitch.xml')
    const { drachtio, freeswitch: media } = services
    const address = /--contact=sip:\$\{(\w+):/.exec(drachtio!.command.join(' '))?.[1]
    expect(address).toBe('CARILLON_ADDRESS')
    expect(media!.environment).toHaveProperty(address!)
    const variable = new RegExp(`data="(\\w+)=\\$${address}"`).exec(freeswitch)?.[1]
    const lists = new Map(
      [...freeswitch.matchAll(/<list name="(\w+)" default="deny">(.*?)<\/list>/gs)].map(
        ([, name = '', nodes = '']) => [
          name,
          [...nodes.matchAll(/type="allow" cidr="([^"]+)"/g)].map(([, cidr]) => cidr),
        ],
      ),
    )
    const [ofEventSocket, ofSip] = [
      ...freeswitch.matchAll(/"apply-inbound-acl" value="(\w+)"/g),
    ].map(([, list = '']) => lists.get(list))
    expect(ofEventSocket).toEqual(['127.0.0.0/8'])
    expect(ofSip).toEqual(['127.0.0.0/8', `$\${${variable}}/32`])
  })

  test('has RTP below the ports that any program may be given.', () => {
    const freeswitch = read('freeswitch/freeswitch.xml')
    const port = (name: string) => new RegExp(`data="${name}=(\\d+)"`).exec(freeswitch)?.[1]
    const [from, to] = [port('rtp_from'), port('rtp_to')]
    const xml = `name="rtp-start-port" value="${from}" name="rtp-end-port" value="${to}"`
    const finding = judgeRtpRange(xml, { channels: 2000, perSecond: 10 })
    expect(finding).toMatchObject({
      state: 'well',
      text: expect.not.stringContaining('Keep below'),
    })
    expect(read('README.md')).toContain(`${from}–${to} UDP`)
    for (const script of ['sipp/carrier.sh', 'sipp/phones.sh'])
      expect(Number(/-mp "\$\{3:-(\d+)\}"/.exec(read(script))?.[1]), script).toBeLessThan(
        Number(from),
      )
  })

  test('names in its README every variable that FreeSWITCH is set up by.', () => {
    const variables = read('freeswitch/freeswitch.xml').matchAll(
      /cmd="env-set" data="\w+=\$(\w+)"/g,
    )
    for (const [, name] of variables) expect(read('README.md')).toContain(name)
  })

  test('mounts what exists, and campaigns at one path for all who read them.', () => {
    for (const service of Object.values(services)) {
      expect(service.network_mode).toBe('host')
      for (const mount of service.volumes) {
        const [source = ''] = mount.split(':')
        expect(source.startsWith('.') ? existsSync(source) : source in volumes, mount).toBe(true)
      }
    }
    const campaigns = './campaigns:/carillon/campaigns:ro'
    expect(services.freeswitch!.volumes).toContain(campaigns)
    expect(services.carillon!.volumes).toContain(campaigns)
    expect(read('Dockerfile')).toContain('WORKDIR /carillon\n')
  })

  test('has recordings at one path, written and deleted by one user.', () => {
    const { freeswitch, carillon } = services
    for (const { volumes } of [freeswitch!, carillon!])
      expect(volumes).toContain('recordings:/carillon/recordings')
    // An empty volume is given to whom the folder is in the image that is created first.
    expect(freeswitch!.user).toBe('1000:1000')
    expect(freeswitch!.depends_on).toEqual(['carillon'])
    expect(carillon!.depends_on).toBeUndefined()
    expect(read('Dockerfile')).toMatch(/chown node:node .*recordings\nUSER node/)
  })

  test('has XML whose elements are closed, and rooms that no key controls.', () => {
    for (const file of [
      'freeswitch/freeswitch.xml',
      'freeswitch/conference.conf.xml',
      'drachtio/drachtio.conf.xml',
      'sipp/carrier.xml',
      'sipp/phone.xml',
    ]) {
      expect(unclosed(read(file)), file).toEqual([])
      // XML 1.0, 2.5: FreeSWITCH does not start with such a comment.
      for (const [, comment] of read(file).matchAll(/<!--(.*?)-->/gs))
        expect(comment, file).not.toContain('--')
    }
    const rooms = read('freeswitch/conference.conf.xml')
    expect(judgeConference('carillon', rooms).state).toBe('well')
    expect(read('freeswitch/freeswitch.xml')).toContain('data="conference.conf.xml"')
  })

  test('comes with a campaign to try it, and scripts that run.', () => {
    expect(loadCampaign('deploy/sipp/campaigns/try')).toMatchObject({ ok: true })
    for (const script of ['carrier.sh', 'phones.sh'])
      expect(statSync(join('deploy/sipp', script)).mode & 0o111, script).not.toBe(0)
  })
})

/** Elements that are opened and not closed, or closed and not opened. */
function unclosed(xml: string): readonly string[] {
  const bare = xml.replace(/<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>/gs, '')
  const open: string[] = []
  for (const [, slash, name = '', rest = ''] of bare.matchAll(
    /<(\/?)([\w-]+)((?:"[^"]*"|[^>"])*)>/g,
  )) {
    if (slash !== '/') {
      if (!rest.endsWith('/')) open.push(name)
    } else if (open.pop() !== name) return [name]
  }
  return open
}
