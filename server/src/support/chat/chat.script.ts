/** Shows new messages as they come, and sends without leaving the page; names chosen files, and takes those that are dropped or pasted. Without it the page is read anew by its link. */
export const chatScript = `'use strict'
;(() => {
  // In a frame on another page: what leads elsewhere opens beside it, Escape closes it, and it goes on where it was while this tab is open.
  const inFrame = window.top !== window
  const aside = () => {
    if (inFrame) for (const link of document.querySelectorAll('a[href^="http"]')) link.target = '_blank'
  }
  aside()
  if (inFrame) {
    addEventListener('keydown', (event) => { if (event.key === 'Escape') window.parent.postMessage('leeward-chat-close', '*') })
    const alone = document.getElementById('alone')
    if (alone) alone.hidden = false
    document.body.dataset.framed = ''
    const here = document.querySelector('[data-kept]')
    const name = here && here.dataset.kept && 'leeward-chat:' + here.dataset.kept
    // Where nothing may be kept, it begins anew on each page.
    try {
      const before = name && sessionStorage.getItem(name)
      if (name && here.id === 'chat') sessionStorage.setItem(name, location.pathname)
      else if (before && before.startsWith('/chat/'))
        fetch(before, { headers: { accept: 'application/json' } }).then((answer) => answer.ok ? location.replace(before) : sessionStorage.removeItem(name), () => {})
    } catch {}
  }
  const box = document.querySelector('.files')
  const form = box && box.closest('form')
  const said = box && box.querySelector('[role=alert]')
  const input = box && box.querySelector('input')
  const list = box && box.querySelector('ul')
  const tell = (text) => { said.textContent = text }
  const sizeOf = (bytes) => bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + ' kB' : (bytes / 1e6).toFixed(1) + ' MB'
  /** What speaks against these files, in a sentence. */
  const wrong = (files) => {
    const large = files.find((file) => file.size > Number(box.dataset.each))
    if (large) return box.dataset.toolarge.replace('{name}', large.name)
    if (files.length > Number(box.dataset.most)) return box.dataset.toomany
    return files.reduce((sum, file) => sum + file.size, 0) > Number(box.dataset.together) ? box.dataset.tooheavy : ''
  }
  const choose = (files) => {
    const all = new DataTransfer()
    for (const file of files) all.items.add(file)
    input.files = all.files
    show()
  }
  const show = () => {
    const files = [...input.files]
    tell(wrong(files))
    list.hidden = files.length === 0
    list.replaceChildren(...files.map((file, nth) => {
      const row = document.createElement('li')
      const out = document.createElement('button')
      out.type = 'button'
      out.textContent = '\\u2715'
      out.setAttribute('aria-label', box.dataset.takeout.replace('{name}', file.name))
      out.onclick = () => { choose(files.filter((_, other) => other !== nth)); input.focus() }
      row.append(file.name + ' (' + sizeOf(file.size) + ')', out)
      return row
    }))
    if (form.elements.text.hasAttribute('data-needed')) form.elements.text.required = files.length === 0
  }
  if (box) {
    if (form.elements.text.required && !form.elements.subject) form.elements.text.setAttribute('data-needed', '')
    input.onchange = show
    form.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData ? event.clipboardData.files : [])]
      // What was copied as text with a picture of it (as tables are) is text.
      if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
      event.preventDefault()
      choose([...input.files, ...files])
    })
    form.addEventListener('dragover', (event) => { if ([...event.dataTransfer.types].includes('Files')) { event.preventDefault(); box.dataset.over = '' } })
    for (const name of ['dragleave', 'drop']) form.addEventListener(name, () => { delete box.dataset.over })
    form.addEventListener('drop', (event) => {
      if (event.dataTransfer.files.length === 0) return
      event.preventDefault()
      choose([...input.files, ...event.dataTransfer.files])
    })
    form.addEventListener('submit', (event) => {
      const why = wrong([...input.files])
      if (!why) return
      event.preventDefault()
      event.stopImmediatePropagation()
      tell(why)
      input.focus()
    })
  }

  const chat = document.getElementById('chat')
  if (!chat || !window.EventSource) return
  const base = chat.dataset.from
  let after = Number(chat.dataset.after)
  const events = new EventSource(base + '/events?after=' + after)
  events.addEventListener('message', (event) => {
    const message = JSON.parse(event.data)
    if (message.id <= after) return
    after = message.id
    // Made by the server, with everything that people wrote escaped.
    chat.insertAdjacentHTML('beforeend', message.html)
    chat.lastElementChild.scrollIntoView({ block: 'nearest' })
    aside()
  })
  let state = ''
  events.addEventListener('state', (event) => {
    const said = JSON.parse(event.data)
    const moved = state && said.with !== state.with
    state = said
    if (moved) return stood()
    if (said.says) document.getElementById('state').textContent = said.says
  })
  /** Where it stands changed: what is said of it is read anew, and what is being written stays. */
  const stood = async () => {
    const answer = await fetch(base, { headers: { accept: 'text/html' } }).catch(() => null)
    if (!answer || !answer.ok) return
    const now = new DOMParser().parseFromString(await answer.text(), 'text/html')
    document.getElementById('state').textContent = now.getElementById('state').textContent
    for (const id of ['person', 'address']) {
      const gone = document.getElementById(id)
      if (!gone || now.getElementById(id)) continue
      if (gone.contains(document.activeElement)) form.elements.text.focus()
      gone.remove()
    }
  }
  let busy = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const text = form.elements.text
    const files = input.files.length > 0
    if (busy || (!text.value.trim() && !files)) return
    busy = true
    if (files) tell(box.dataset.sending)
    const headers = { accept: 'application/json' }
    const body = files ? new FormData(form) : JSON.stringify({ id: form.elements.id.value, text: text.value })
    if (!files) headers['content-type'] = 'application/json'
    const answer = await fetch(form.action, { method: 'POST', headers, body }).catch(() => null)
    busy = false
    if (!answer || !answer.ok) {
      const why = answer && await answer.json().catch(() => null)
      return tell(box.dataset.notsent + (why && why.detail ? ' ' + why.detail : ''))
    }
    form.elements.id.value = crypto.randomUUID ? crypto.randomUUID() : anew()
    text.value = ''
    choose([])
  })
  const anew = () => '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16))
})()
`
