import { ActionIcon, Box, Group, Menu, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { t } from '../strings/t.ts'
import { Icon } from '../ui/Icon.tsx'
import { SchemeToggle } from '../ui/SchemeToggle.tsx'
import { places } from './places.ts'
import styles from './Menus.module.css'
import { useSession, useSignOut } from './session.ts'

/** The right end of the header: status page, keyboard, colours, person; on a narrow screen also the places. */
export function Menus({ onHelp }: { onHelp: () => void }) {
  const { data: session } = useSession()
  const signOut = useSignOut()
  if (!session) return null
  return (
    <Group gap={4} wrap="nowrap">
      <Box className={styles.wide}>
        <a className={styles.outside} href={session.statusUrl} target="_blank" rel="noreferrer">
          {t('nav.statusPage')} <Icon name="link" size={14} />
        </a>
      </Box>
      <Tooltip label={`${t('shortcuts.title')}  ?`}>
        <ActionIcon variant="subtle" color="gray" size="lg" onClick={onHelp} aria-label={t('shortcuts.title')} visibleFrom="sm">
          <Icon name="keyboard" />
        </ActionIcon>
      </Tooltip>
      <SchemeToggle />
      <Menu position="bottom-end" width={240} shadow="md">
        <Menu.Target>
          <UnstyledButton className={styles.person} aria-label={`${t('nav.menu')}: ${session.name}`}>
            <Box component="span" visibleFrom="sm">
              {session.name}
            </Box>
            <Box component="span" className={`${styles.icon} ${styles.narrow}`}>
              <Icon name="menu" size={22} />
            </Box>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Box className={styles.narrow}>
            {places(session).map(({ to, label }) => (
              <Menu.Item key={to} component={Link} to={to}>
                {label}
              </Menu.Item>
            ))}
          </Box>
          <Box className={styles.notWide}>
            <Menu.Item component="a" href={session.statusUrl} target="_blank" rel="noreferrer">
              {t('nav.statusPage')}
            </Menu.Item>
            <Menu.Divider />
          </Box>
          <Menu.Label>
            {session.name} · {session.brand}
            <Text size="xs" c="dimmed">
              {t('session.groups', { groups: session.groups.join(', ') || t('none') })}
            </Text>
          </Menu.Label>
          <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={() => void signOut()}>
            {t('session.out')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
