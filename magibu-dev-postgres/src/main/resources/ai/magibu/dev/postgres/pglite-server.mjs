// Serves PGlite on a loopback port, to several clients that must know the password.
//
//     node pglite-server.mjs <node_modules> <data folder> <longest wait in ms>
//
// Standard input: the password as the first line. The server ends when standard input does, so it never outlives its parent.
//
// PGlite has one session. Clients take turns: a client has the session from its first message to the Sync or Query that ends it,
// and in a transaction to the end of the transaction. A client that waits too long gets an error and keeps its connection.
// PGlite runs in a worker thread, so that this thread can answer while a long statement runs.
import { createHash, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'

const USER = 'postgres'
const READY = message('Z', Buffer.from('I'))
// PGlite exits at COPY FROM STDIN, so the data are collected, and then copied from a file of its own.
const COPY_IN = /^(\s*copy\s[^;]*\sfrom\s+)stdin\b/i
const COPY_IN_FILE = '/tmp/copy-in'
const COPY_IN_READY = message('G', Buffer.alloc(3))

function failing(code, text) { // a statement that fails
  return message('Q', Buffer.from(`DO $$BEGIN RAISE EXCEPTION USING ERRCODE = '${code}', MESSAGE = '${text}'; END$$\0`))
}

function message(type, body) {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

function error(severity, code, text) {
  return message('E', Buffer.from(`S${severity}\0V${severity}\0C${code}\0M${text}\0\0`))
}

function startupPacket() {
  const body = Buffer.from(`\0\x03\0\0user\0${USER}\0database\0postgres\0client_encoding\0UTF8\0\0`, 'latin1')
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([length, body])
}

async function runDatabase({ modules, directory }) {
  const require = createRequire(join(modules, 'package.json'))
  const extension = (name) => require(`@electric-sql/pglite/contrib/${name}`)[name]
  const db = await require('@electric-sql/pglite').PGlite.create(directory, {
    extensions: {
      vector: require('@electric-sql/pglite-pgvector').vector,
      hstore: extension('hstore'),
      pg_trgm: extension('pg_trgm'),
      unaccent: extension('unaccent'),
      uuid_ossp: extension('uuid_ossp'),
    },
  })
  await db.exec(`SET TimeZone TO '${Intl.DateTimeFormat().resolvedOptions().timeZone}'`)
  parentPort.on('message', async (work) => {
    if (work === 'close') {
      await db.close()
      process.exit(0)
    }
    const parts = []
    if (work.copied) db.Module.FS.writeFile(COPY_IN_FILE, work.copied)
    await db.execProtocolRawStream(work.bytes, { onRawData: (part) => parts.push(Buffer.from(part)) })
    if (work.copied) db.Module.FS.unlink(COPY_IN_FILE)
    parentPort.postMessage({ reply: Buffer.concat(parts), transaction: db.isInTransaction() })
  })
  parentPort.postMessage({ reply: Buffer.from(await db.execProtocolRaw(startupPacket())) })
}

async function serve([modules, directory, longestWait]) {
  const digest = (text) => createHash('sha256').update(text).digest()
  const [password] = await once(createInterface(process.stdin), 'line')
  const secret = digest(password)
  const clients = new Set()
  let worker
  let greeting = null // what a client gets after its password; null while the database starts
  let closing = false
  const waiting = [] // pieces of work: { client, bytes, last: the type of the last message, copied: data of COPY FROM STDIN }
  let running = null
  let owner = null // the client that has the session

  function submit(client, bytes, last, copied) {
    const work = { client, bytes, last, copied }
    work.timer = client === owner ? null : setTimeout(() => refuse(work), Number(longestWait))
    waiting.push(work)
    next()
  }

  function next() {
    const index = running ? -1 : owner ? waiting.findIndex((work) => work.client === owner) : 0
    if (index < 0 || index >= waiting.length) return
    running = waiting.splice(index, 1)[0]
    clearTimeout(running.timer)
    owner = running.client
    worker.postMessage({ bytes: running.bytes, copied: running.copied })
  }

  function startDatabase() {
    worker = new Worker(new URL(import.meta.url), { workerData: { modules, directory } })
    worker.on('error', (e) => console.error(e))
    worker.on('message', ({ reply, transaction }) => {
      if (greeting) return finished(reply, transaction)
      greeting = reply
      if (!server.listening) server.listen(0, '127.0.0.1', () => console.log(`listening on port ${server.address().port}`))
    })
    worker.on('exit', () => {
      if (closing || !greeting) process.exit(closing ? 0 : 1)
      console.error('PGlite ended; it starts again')
      greeting = running = owner = null
      for (const client of clients) client.socket.destroy()
      startDatabase()
    })
  }

  function finished(reply, transaction) {
    const { client, last } = running
    client.socket.write(reply)
    running = null
    if (!transaction && last !== 'H') owner = null
    else if (client.gone) rollBack(client)
    next()
  }

  function refuse(work) {
    if (work.client === owner) return
    waiting.splice(waiting.indexOf(work), 1)
    work.client.socket.write(error('ERROR', '53300', `PGlite runs one transaction at a time, and others took more than ${
      longestWait} ms. Try again, or use PostgreSQL.`))
    if (work.last === 'H') work.client.skipping = true
    else work.client.socket.write(READY)
  }

  function rollBack(client) {
    submit(client, Buffer.concat([message('S', Buffer.alloc(0)), message('Q', Buffer.from('ROLLBACK\0'))]), 'Q')
  }

  function leave(client) {
    client.gone = true
    clients.delete(client)
    for (const work of waiting.filter((work) => work.client === client)) {
      clearTimeout(work.timer)
      waiting.splice(waiting.indexOf(work), 1)
    }
    if (owner === client && running?.client !== client) rollBack(client)
  }

  // Before the password is right, a client may send little and must be quick.
  function greet(client, data) {
    const { socket } = client
    if (data.length < 4) return 0
    const startup = client.user === undefined
    const length = startup ? data.readInt32BE(0) : data.length < 5 ? 5 : data.readInt32BE(1) + 1
    if (length < 5 || length > 10_000) return socket.destroy()
    if (data.length < length) return 0
    if (!startup) {
      const right = data[0] === 0x70 && timingSafeEqual(digest(data.subarray(5, length - 1)), secret)
      if (!right || client.user !== USER) {
        socket.end(error('FATAL', '28P01', 'password authentication failed'))
        return length
      }
      if (!greeting) return socket.destroy()
      client.known = true
      socket.setTimeout(0)
      socket.write(greeting)
      return length
    }
    const code = data.readInt32BE(4)
    if (code === 80877103 || code === 80877104) { // TLS or GSSAPI
      socket.write('N')
    } else if (code >> 16 === 3) {
      const words = data.toString('utf8', 8, length).split('\0')
      client.user = words[words.indexOf('user') + 1]
      socket.write(message('R', Buffer.from([0, 0, 0, 3]))) // asks for the password
    } else {
      socket.destroy() // a request to cancel a query, among others
    }
    return length
  }

  function receive(client, data) {
    if (data.length < 5 || data.length < data.readInt32BE(1) + 1) return 0
    const length = data.readInt32BE(1) + 1
    const type = String.fromCharCode(data[0])
    if (length < 5 || type === 'X') return client.socket.destroy()
    if (client.skipping) {
      if (type === 'S') {
        client.skipping = false
        client.socket.write(READY)
      }
      return length
    }
    if (client.copy) {
      copyIn(client, type, data.subarray(5, length))
      return length
    }
    client.messages.push(data.subarray(0, length))
    if (type === 'Q' || type === 'P') {
      const sql = data.toString('utf8', type === 'Q' ? 5 : data.indexOf(0, 5) + 1, length)
      if (COPY_IN.test(sql)) {
        if (type === 'Q') {
          client.copy = { sql, parts: [] }
          client.messages = []
          client.socket.write(COPY_IN_READY)
          return length
        }
        client.refused = true
      }
    }
    if ('QSFH'.includes(type)) {
      const refusal = client.refused && failing('0A000', 'PGlite supports COPY FROM STDIN in the simple query protocol only')
      submit(client, refusal || Buffer.concat(client.messages), refusal ? 'Q' : type)
      client.messages = []
      client.refused = false
    }
    return length
  }

  function copyIn(client, type, body) {
    const { sql, parts } = client.copy
    if (type === 'd') parts.push(body)
    if (type === 'c') submit(client, message('Q', Buffer.from(sql.replace(COPY_IN, `$1'${COPY_IN_FILE}'`))), 'Q', Buffer.concat(parts))
    if (type === 'f') submit(client, failing('57014', 'COPY from stdin failed'), 'Q')
    if (type === 'c' || type === 'f') client.copy = null
  }

  const server = createServer({ noDelay: true }, (socket) => {
    const client = { socket, messages: [] }
    clients.add(client)
    let data = Buffer.alloc(0)
    socket.setTimeout(10_000, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => leave(client))
    socket.on('data', (more) => {
      data = data.length === 0 ? more : Buffer.concat([data, more])
      let read
      while (!socket.destroyed && (read = client.known ? receive(client, data) : greet(client, data)) > 0) {
        data = data.subarray(read)
      }
    })
  })
  server.maxConnections = 100
  // Ctrl+C and a closed terminal reach this process too, but the parent needs the database until its own end.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  process.stdin.on('close', () => {
    closing = true
    worker.postMessage('close')
    setTimeout(() => process.exit(1), 5_000)
  })
  startDatabase()
}

await (isMainThread ? serve(process.argv.slice(2)) : runDatabase(workerData))
