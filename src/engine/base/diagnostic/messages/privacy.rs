//! 09, from W0950: findings about personal data.

super::messages! {
    W0950 identity_number() {
        title: "身份证号码", "identity card number";
        message: "这里像是一个居民身份证号码", "this looks like an identity card number";
        help: "删去，或只留前三位和后四位，中间用 * 代替", "remove it, or leave only a few digits";
        explain: "十八位数字，日期和校验码都合乎 GB 11643《公民身份号码》，几乎肯定是身份证号码，不能公开。", "Eighteen digits with a valid date and check digit according to GB 11643 are almost certainly an identity card number, which must not be published.";
    }
    W0951 mobile_number() {
        title: "正文里的手机号码", "mobile number in a text";
        message: "这里像是一个手机号码", "this looks like a mobile number";
        help: "公开的电话写进 phone 字段，或用座机；个人的号码删去", "put a public number into the field `phone`, or use a landline; remove a private one";
        explain: "手机号码是个人信息。确要公开的联系电话写进电话字段（phone），写在那里的号码在正文里出现不算问题。", "A mobile number is personal data. A public number belongs in a field for telephone numbers; then it may occur in texts as well.";
    }
    W0952 email_address() {
        title: "正文里的电子邮箱", "an e-mail address in a text";
        message: "正文里有电子邮箱", "an e-mail address in a text";
        help: "公开的邮箱写进 email 字段；个人的邮箱删去", "put a public address into the field `email`; remove a private one";
        explain: "邮箱常常属于个人，也会招来垃圾邮件。确要公开的邮箱写进邮箱字段（email）或网站的联系方式，写在那里的邮箱在正文里出现不算问题。", "An e-mail address is often personal, and attracts spam. A public one belongs in a field for e-mail addresses or in the site's contact; then it may occur in texts as well.";
    }
    W0953 picture_position(file: &str, position: &str) {
        title: "照片或视频里有拍摄位置", "picture or video with its position";
        message: "{file} 里存有拍摄位置：{position}", "{file} contains the position where it was taken: {position}";
        help: "用看图软件删去位置信息后再放进来，如 exiftool -gps:all= 文件名", "remove the position, as with `exiftool -gps:all= FILE`";
        explain: "手机拍的照片常在 EXIF 里带着经纬度，随网站一起公开，会泄露拍摄者的行踪或住处。JPEG、PNG 和 WebP 照片发布时自动去掉这些信息；AVIF、HEIC 和视频原样发布。", "Phone pictures often contain their GPS position in Exif, which discloses where the photographer was. It is removed from JPEG, PNG and WebP pictures during the build; AVIF, HEIC and videos are published unchanged.";
    }
}
