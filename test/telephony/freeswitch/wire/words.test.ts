import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { BrokenRule } from '../../../../src/base/assert.ts'
import { VirtualTimeline } from '../../../../src/base/virtual-timeline.ts'
import { Endpoint } from '../../../../src/telephony/freeswitch/wire/endpoint.ts'
import { askEventSocket } from '../../../../src/telephony/freeswitch/wire/event-socket.ts'
import type { ForeignEndpoint } from '../../../../src/telephony/freeswitch/wire/foreign.ts'

const MORE = [`/s/\${system touch x}.wav`, '/s/a\n\nshutdown.wav', '/s/a\0.wav']

test.each(MORE)('FreeSWITCH is not asked to play %j.', async sound => {
  const run: string[] = []
  const foreign = Object.assign(new EventEmitter(), {
    uuid: 'u',
    local: { sdp: '' },
    dialog: new EventEmitter(),
    conn: new EventEmitter(),
    execute: async (app: string, argument: string) => {
      run.push(`${app} ${argument}`)
      return { getHeader: () => 'FILE PLAYED' }
    },
  })
  const api = async () => ({ ok: true, value: '' }) as const
  const endpoint = new Endpoint(
    foreign as unknown as ForeignEndpoint,
    new VirtualTimeline(0),
    api,
    () => {},
  )
  expect(await endpoint.play(sound)).toMatchObject({ ok: false })
  expect(await endpoint.play('/s/sorry.wav')).toMatchObject({ ok: true })
  expect(run).toEqual(['playback /s/sorry.wav'])
})

test('The event socket is asked one thing at a time.', async () => {
  let heard = ''
  const server = createServer(socket => {
    socket.on('data', chunk => {
      heard += chunk
      const isAuth = String(chunk).startsWith('auth')
      const words = isAuth
        ? 'Content-Type: command/reply\nReply-Text: +OK\n\n'
        : 'Content-Type: api/response\nContent-Length: 4\n\ntrue'
      socket.write(words)
    })
    socket.on('error', () => {})
    socket.write('Content-Type: auth/request\n\n')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  const address = { host: '127.0.0.1', port, secret: 's' }
  for (const path of MORE)
    await expect(askEventSocket(address, `file_exists ${path}`)).rejects.toThrow(BrokenRule)
  expect(await askEventSocket(address, 'file_exists /s/a.wav')).toMatchObject({ body: 'true' })
  server.close()
  expect(heard).toBe('auth s\n\napi file_exists /s/a.wav\n\n')
})
