//! 077: events whose day isn't fixed.

super::messages! {
    W0770 event_undated(title: &str, text: &str) {
        title: "活动的时间还没有定", "an event without a fixed day";
        message: "“{title}”的时间还没有定（{text}）", "the day of `{title}` isn't fixed yet ({text})";
        help: "定了以后在 start 里写上日期和时间，如 2026-05-18 09:30；订阅日历的人到那时才会收到", "write date and time into `start` when they are fixed, as in 2026-05-18 09:30; subscribers of calendars see it only then";
        explain: "start 只写了月份、季度或“时间待定”的活动，页面上照常列出，但不在日历文件里，因为日历里的活动要有日期。", "An event whose `start` is a month, a quarter or 时间待定 is listed on pages, but isn't in calendar files, where an event needs a date.";
    }
    W0771 event_time_past(title: &str, text: &str) {
        title: "说好的时间过了，活动还没有定下来", "an event that never got its day";
        message: "“{title}”原计划在{text}，这段时间已经过去，还没有写上日期", "`{title}` was planned for {text}, which is over, and it still has no date";
        help: "已经办了，就在 start 里补上日期；改期了，写上新的时间；取消了，写 status: cancelled", "write the date into `start` if it took place, the new time if it was moved, or `status: cancelled`";
        explain: "start 里写的月份或季度已经过去。读者会以为活动还要办。", "The month or quarter in `start` is over. Readers would think that the event is still to come.";
    }
}
