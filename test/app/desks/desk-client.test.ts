import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { controlPath } from '../../../src/app/control/control-path.ts'
import { sitDown } from '../../../src/app/desks/desk-client.ts'

it('A desk waits for an engine that does not listen yet.', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-desk-'))
  const file = join(folder, 'a.db')
  const { promise: gone, resolve } = Promise.withResolvers<void>()
  const line = sitDown(file, 'anna', () => {}, resolve)
  const server = createServer().listen(controlPath(file))
  const [socket] = (await once(server, 'connection')) as [Socket]
  expect(`${(await once(socket, 'data'))[0]}`).toBe('{"ask":"desk","operator":"anna"}\n')
  ;(await line).leave()
  socket.end()
  await gone
  server.close()
  rmSync(folder, { recursive: true })
})
