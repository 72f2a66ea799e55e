import { Box, Group, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import type { SessionView } from '../../../server/src/platform/session.contract.ts'
import { t } from '../strings/t.ts'
import { Announcer } from '../ui/Announcer.tsx'
import { Mark } from '../ui/Mark.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { Menus } from './Menus.tsx'
import { places } from './places.ts'
import styles from './Shell.module.css'
import { ShortcutHelp } from './ShortcutHelp.tsx'
import { SignIn } from './SignIn.tsx'
import { useSession } from './session.ts'
import { Loaded } from '../ui/Loaded.tsx'
import { TextLink } from '../ui/links.tsx'

/** Around every page: who is signed in, where one can go, and what the keys do. */
export function Shell() {
  const session = useSession()
  return <Loaded query={session}>{(who) => (who ? <SignedIn who={who} /> : <SignIn />)}</Loaded>
}

function SignedIn({ who }: { who: SessionView }) {
  const { demo } = who
  const [help, { open, close }] = useDisclosure(false)
  const navigate = useNavigate()
  useShortcuts({
    '?': open,
    d: () => void navigate({ to: '/declare' }),
    'g c': () => void navigate({ to: '/' }),
    'g s': () => void navigate({ to: '/suspicions' }),
    'g b': () => void navigate({ to: '/board' }),
    'g r': () => void navigate({ to: '/accounts-at-risk' }),
    'g a': () => void navigate({ to: '/accounts' }),
    'g k': () => void navigate({ to: '/knowledge' }),
    'g p': () => void navigate({ to: '/playbooks' }),
    'g i': () => void navigate({ to: '/conversations' }),
    'g f': () => void navigate({ to: '/imports' }),
    'g o': () => void navigate({ to: '/on-call' }),
    'g m': () => {
      if (demo) void navigate({ to: '/mailbox' })
    },
    '/': () => document.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
  })
  return (
    <>
      <a className="lw-skip" href="#content">
        {t('skip')}
      </a>
      <Box component="header" className={`${styles.header} lw-screen`}>
        <Group gap="lg" wrap="nowrap" h="100%">
          <UnstyledButton component={Link} to="/" className={styles.brand} aria-label={t('brand')}>
            <Mark size={26} />
            <span>{t('brand')}</span>
          </UnstyledButton>
          <nav aria-label={t('nav.main')} className={styles.nav}>
            {places(who).map(({ to, label }) => (
              <TextLink
                key={to}
                to={to}
                underline="never"
                className={styles.place}
                activeOptions={{ exact: false }}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
              >
                {label}
              </TextLink>
            ))}
          </nav>
        </Group>
        <Menus onHelp={open} />
      </Box>
      {demo && <div className={styles.demo}>{t('session.demo')}</div>}
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <Announcer />
      <ShortcutHelp opened={help} close={close} />
    </>
  )
}
