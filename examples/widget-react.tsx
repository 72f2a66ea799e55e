// The same as a React component: where it stands, there is the banner. A newer address takes effect at once; a component that goes away asks no more.
import { LeewardStatus } from '@leeward/react'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

function Shop() {
  const [shown, setShown] = useState(true)
  const { src = 'http://127.0.0.1:4781', brand = 'tidewater' } = document.documentElement.dataset
  return (
    <>
      {shown && <LeewardStatus src={src} brand={brand} theme="light" help={false} />}
      <main>
        <h1>Our shop</h1>
        <button type="button" onClick={() => setShown(!shown)}>
          {shown ? 'Without the status' : 'With the status'}
        </button>
      </main>
    </>
  )
}

const place = document.getElementById('shop')
if (place)
  createRoot(place).render(
    <StrictMode>
      <Shop />
    </StrictMode>,
  )
