// A platform without telephones: the pages can be worked on, and their rarer states photographed, alone.
// The cookie `scene` chooses what it does: loading, empty, error, forbidden, stale, lost, long, busy, crowd, gap, fast, and the states of a seat
// (station.ts). An address with `?fake=ringing` sets it; at /station an agent is signed in, elsewhere a supervisor, with `?as=admin` a
// system administrator.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpServer, Plugin, PreviewServer, ViteDevServer } from 'vite'
import { WebSocketServer } from 'ws'
import { DAY_US, startOfDay } from '../format/time.ts'
import { answerApi } from './api.ts'
import { dayOfCalls } from './calls.ts'
import { chance } from './chance.ts'
import { QUEUES } from './company.ts'
import { queueFigures, todayFigures } from './figures.ts'
import { FastDay } from './fast_day.ts'
import { FakeFloor, type Entries } from './floor.ts'
import { attentionOf, beginHandlingAnew } from './lost_calls.ts'
import { freezes } from './personal_data.ts'
import { beginReportsAnew } from './reports_api.ts'
import { beginSetupAnew } from './setup_api.ts'
import { FakeStation } from './station.ts'

const nowUs = () => Date.now() * 1000

export function sceneOf(request: IncomingMessage): string {
  return /(?:^|;\s*)scene=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
}

/** Cookies for a page that is opened afresh. */
function chosenBy(url: URL): string[] {
  const cookies = [`person=${url.pathname === '/station' ? 'agent' : url.searchParams.get('as') === 'admin' ? 'admin' : 'supervisor'}; path=/`]
  const scene = url.searchParams.get('fake')
  if (scene !== null && /^\w*$/.test(scene)) cookies.push(`scene=${scene}; path=/`)
  return cookies
}

export function fakePlatform(): Plugin {
  const today = startOfDay(nowUs())
  // Early in the morning the day would be empty; the fake one began at least nine hours ago.
  const calls = [...dayOfCalls(today - DAY_US + 9 * 3_600_000_000, today - 4 * 3_600_000_000, 7), ...dayOfCalls(Math.max(today, nowUs() - 8 * 3_600_000_000), nowUs(), 11)]
  const random = chance(5)
  const floors = new Map<string, FakeFloor>()
  const floorOf = (scene: string): FakeFloor => {
    const known = floors.get(scene) ?? new FakeFloor(nowUs(), random, scene)
    floors.set(scene, known)
    return known
  }
  let fastDay = new FastDay()
  const stations = new Map<string, FakeStation>()
  const stationOf = (scene: string): FakeStation => {
    const known = stations.get(scene) ?? new FakeStation(scene, nowUs)
    stations.set(scene, known)
    return known
  }

  function figures(scene: string): Entries {
    const counted = scene === 'empty' ? [] : calls.filter((call) => call.arrived_us >= today)
    const { figures: all, curve } = todayFigures(counted, nowUs())
    return {
      ...Object.fromEntries(all.map((figure) => [`figures/${figure.definition_id}`, figure])),
      ...Object.fromEntries(QUEUES.map(({ queue }) => [`queues/${queue}`, queueFigures(counted.filter((call) => call.queue === queue), nowUs())])),
      curve: scene === 'empty' ? [] : curve,
    }
  }

  function serveLive(server: HttpServer | null) {
    if (!server) return
    const sockets = new WebSocketServer({ noServer: true })
    server.on('upgrade', (request: IncomingMessage, socket, head) => {
      if (request.url?.startsWith('/api/live')) sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))
    })
    sockets.on('connection', (client, request: IncomingMessage) => {
      const scene = sceneOf(request)
      if (scene === 'loading') return
      if (scene === 'fast') return fastDay.serve(client)
      const floor = floorOf(scene)
      let seq = 1
      const say = (message: object) => client.send(JSON.stringify(message))
      const beat = setInterval(() => {
        const set = floor.step(nowUs())
        if (Object.keys(set).length && scene !== 'empty' && scene !== 'lost') say({ op: 'delta', topic: 'floor', seq: ++seq, at_us: nowUs(), set, drop: [] })
      }, 1000)
      client.on('close', () => clearInterval(beat))
      client.on('message', (data) => {
        const { op, topic } = JSON.parse(String(data)) as { op: string; topic?: string }
        if (op === 'ping') {
          if (scene !== 'stale') say({ op: 'pong', at_us: nowUs() })
        } else if (op === 'subscribe' && topic?.startsWith('station/')) {
          const station = stationOf(scene)
          let said = 1
          station.changed = (set) => say({ op: 'delta', topic, seq: ++said, at_us: nowUs(), set, drop: [] })
          say({ op: 'snapshot', topic, seq: said, at_us: nowUs(), entries: station.entries() })
          if (scene === 'stale') clearInterval(beat)
        } else if (op === 'subscribe' && topic) {
          const all = topic === 'today' ? figures(scene) : topic === 'attention' ? attentionOf(scene, calls) : floor.entries(nowUs())
          const entries = topic === 'floor' && scene === 'empty' ? { link: all['link'] } : all
          if (topic === 'floor' && scene === 'lost') all['link'] = { state: 'lost', epoch: 3, since_us: nowUs() - 40_000_000, asterisk: '22.10.1' }
          say({ op: 'snapshot', topic, seq, at_us: nowUs(), entries })
          // The rest of a stale scene is silence.
          if (scene === 'stale' && topic === 'today') clearInterval(beat)
        }
      })
    })
  }

  return {
    name: 'fake-platform',
    configureServer: answerOn,
    configurePreviewServer: answerOn,
  }

  function answerOn(server: Pick<ViteDevServer, 'middlewares'> & { httpServer: ViteDevServer['httpServer'] | PreviewServer['httpServer'] }) {
    serveLive(server.httpServer as HttpServer | null)
    server.middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      const url = new URL(request.url ?? '/', 'http://fake')
      if (!url.pathname.startsWith('/api/')) {
        if (request.headers['sec-fetch-dest'] === 'document') {
          response.setHeader('set-cookie', chosenBy(url))
          // Every opening of the page begins the scene anew.
          stations.clear()
          floors.clear()
          freezes.clear()
          beginSetupAnew()
          beginReportsAnew()
          beginHandlingAnew()
          fastDay = new FastDay()
        }
        return next()
      }
      const scene = sceneOf(request)
      void answerApi(request, response, scene, calls, stationOf(scene))
    })
  }
}
