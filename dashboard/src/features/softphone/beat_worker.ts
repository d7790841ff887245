// A tab in the background is woken once a minute at best; a worker keeps time.
setInterval(() => postMessage(null), 1000)
