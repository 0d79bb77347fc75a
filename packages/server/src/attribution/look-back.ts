/** GA4's own window for conversions other than acquisition. */
export const LOOK_BACK_DAYS = 90
