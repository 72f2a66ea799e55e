const shapes = {
  alert: 'M12 3 2.500 20h19L12 3Zm0 7v4m0 3v.01',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3.500 2',
  close: 'm6 6 12 12M18 6 6 18',
  edit: 'm4 20 1-4L16.500 4.500l3 3L8 19l-4 1Z',
  keyboard: 'M3 6h18v12H3V6Zm4 4h.01M12 10h.01M17 10h.01M8 14h8',
  link: 'M14 4h6v6m0-6-9 9M18 14v5H5V6h5',
  mail: 'M3 6h18v12H3V6Zm0 1 9 6.500L21 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z',
  auto: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-18v18m0-18c5 0 9 4 9 9s-4 9-9 9',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Zm-6.500 9c0-3.500 3-6 6.500-6s6.500 2.500 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500c2 .8 3.500 2.800 3.500 5.500',
  plus: 'M12 5v14M5 12h14',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.500 4.500',
  sun: 'M12 16.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.400 1.400m11.200 11.200L19 19M19 5l-1.400 1.400M6.400 17.600 5 19',
  upload: 'M12 16V4m-5 5 5-5 5 5M4 16v4h16v-4',
  out: 'M10 4H4v16h6m5-4 4-4-4-4m4 4H9',
} as const
export type IconName = keyof typeof shapes

/** Always beside words or on a control with a label: hidden from screen readers. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flexShrink: 0 }}
    >
      <path d={shapes[name]} />
    </svg>
  )
}
